/**
 * Small choices of the person that outlive the page: the theme, the place of the splitter, which file was open.
 * A browser may refuse to keep anything; then they last as long as the page.
 */
const PREFIX = "gluon.";
const fallback = new Map<string, string>();

export function kept(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return fallback.get(name);
  }
}

export function keep(name: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, value);
  } catch {
    if (value === undefined) fallback.delete(name);
    else fallback.set(name, value);
  }
}
