/**
 * Questions to the person: yes or no, or a line of text. Escape and "Cancel" mean no.
 */
import { button, h } from "./dom.ts";

interface Question {
  readonly title: string;
  readonly text?: string;
  /** What the button that agrees says. */
  readonly yes: string;
  readonly danger?: boolean;
}

/** Resolves to whether the person agreed. */
export async function confirm(question: Question): Promise<boolean> {
  return (await ask(question, undefined)) !== undefined;
}

/** Resolves to the line, or undefined. `check` says what is wrong with one. */
export function prompt(
  question: Question & { readonly value: string; readonly check: (line: string) => string | undefined },
): Promise<string | undefined> {
  const wrong = h("p", { class: "wrong", role: "alert" });
  const input = h("input", {
    type: "text",
    value: question.value,
    "aria-label": question.title,
    spellcheck: "false",
    autocomplete: "off",
  });
  const valid = (): boolean => {
    wrong.textContent = question.check(input.value.trim()) ?? "";
    return wrong.textContent === "";
  };
  const dot = question.value.lastIndexOf(".");
  queueMicrotask(() => input.setSelectionRange(0, dot > 0 ? dot : question.value.length));
  return ask(question, { body: [input, wrong], valid, value: () => input.value.trim() });
}

interface Form {
  readonly body: readonly HTMLElement[];
  valid(): boolean;
  value(): string;
}

function ask({ title, text, yes, danger }: Question, form: Form | undefined): Promise<string | undefined> {
  return new Promise((resolve) => {
    const dialog = h("dialog", { class: "question", "aria-label": title });
    const agree = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, yes);
    let answer: string | undefined;
    dialog.append(
      h(
        "form",
        {
          method: "dialog",
          onsubmit: (event: SubmitEvent) => {
            if (form?.valid() === false) event.preventDefault();
            else answer = form?.value() ?? "";
          },
        },
        h("h2", {}, title),
        text === undefined ? undefined : h("p", {}, text),
        ...(form?.body ?? []),
        h("div", { class: "buttons" }, button({ label: "Cancel", onclick: () => dialog.close() }), agree),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form?.body[0] ?? agree).focus();
  });
}
