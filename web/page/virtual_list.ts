/**
 * A long list of which only the rows that can be seen exist, all of one height. Row elements are used again and again:
 * `update` must set everything that it may ever have set.
 */
import { h } from "./dom.ts";

interface ListOptions<T, R extends HTMLElement> {
  readonly rowHeight: number;
  create(): R;
  update(row: R, item: T, index: number): void;
}

export class VirtualList<T, R extends HTMLElement> {
  readonly scroller: HTMLElement;
  #space = h("div", { class: "space", role: "presentation" });
  #options: ListOptions<T, R>;
  #rows: R[] = [];
  #items: readonly T[] = [];

  constructor(scroller: HTMLElement, options: ListOptions<T, R>) {
    this.scroller = scroller;
    this.#options = options;
    scroller.classList.add("virtual");
    scroller.append(this.#space);
    scroller.addEventListener("scroll", () => this.render(), { passive: true });
    new ResizeObserver(() => this.render()).observe(scroller);
  }

  get items(): readonly T[] {
    return this.#items;
  }

  set items(items: readonly T[]) {
    this.#items = items;
    this.#space.style.height = `${items.length * this.#options.rowHeight}px`;
    this.render();
  }

  get rowsInView(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / this.#options.rowHeight));
  }

  /** Whether the end can be seen. */
  get atEnd(): boolean {
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    return scrollTop + clientHeight >= scrollHeight - this.#options.rowHeight;
  }

  scrollToEnd(): void {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  reveal(index: number): void {
    const top = index * this.#options.rowHeight;
    const { scrollTop, clientHeight } = this.scroller;
    if (top < scrollTop) this.scroller.scrollTop = top;
    else if (top + this.#options.rowHeight > scrollTop + clientHeight)
      this.scroller.scrollTop = top + this.#options.rowHeight - clientHeight;
    this.render();
  }

  /** Shows the rows anew. */
  render(): void {
    const { rowHeight, create, update } = this.#options;
    const { scrollTop, clientHeight } = this.scroller;
    if (clientHeight === 0) return;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - 2);
    const count = Math.min(this.#items.length - first, Math.ceil(clientHeight / rowHeight) + 5);
    while (this.#rows.length < count) {
      const row = create();
      this.#rows.push(row);
      this.#space.append(row);
    }
    // A row of the list keeps its element while it can be seen, whatever is scrolled: index modulo the number of elements.
    const used = new Set<R>();
    for (let index = first; index < first + count; index++) {
      const row = this.#rows[index % this.#rows.length] as R;
      used.add(row);
      row.hidden = false;
      row.style.transform = `translateY(${index * rowHeight}px)`;
      update(row, this.#items[index] as T, index);
    }
    for (const row of this.#rows) if (!used.has(row)) row.hidden = true;
  }
}
