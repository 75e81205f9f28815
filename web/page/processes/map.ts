/**
 * The system as a picture: who started whom, who works how much, and the messages as they fly. Drawn on a canvas of the size of
 * what can be seen; it is redrawn twice a second, and for as long as something moves.
 */
import type { MessageRow } from "../../protocol.ts";
import { h } from "../dom.ts";
import { pidNumber } from "../numbers.ts";
import { colour, onTheme } from "../theme.ts";
import { type Layout, layOut, type Place, STEP_X } from "./map_layout.ts";
import type { Line } from "./model.ts";
import { heat } from "./sparkline.ts";

/** A message on its way. */
interface Flight {
  readonly from: Place;
  readonly to: Place;
  readonly colour: string;
  readonly start_ms: number;
}

interface Ghost {
  readonly x: number;
  readonly y: number;
  readonly end_ms: number;
}

const FLIGHT_MS = 450;
const GHOST_MS = 900;
const MOST_FLIGHTS = 160;
const COLOURS = ["ink", "muted", "faint", "line", "panel", "red", "green", "blue", "amber", "violet"] as const;
const CHARGES = ["blue", "green", "red", "amber", "violet"] as const;
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class ProcessMap {
  readonly element: HTMLElement;
  #canvas = h("canvas");
  #extent = h("div", { class: "extent" });
  #context = this.#canvas.getContext("2d") as CanvasRenderingContext2D;
  #layout: Layout = { places: new Map(), width: 0, height: 0 };
  #pids = new Map<string, string>();
  #flights: Flight[] = [];
  #ghosts: Ghost[] = [];
  #selected: string | undefined;
  #colours = new Map<string, string>();
  #labels = new Map<string, string>();
  #font = "";
  #frame = 0;

  constructor(select: (key: string) => void) {
    this.element = h("div", {
      class: "map",
      role: "img",
      tabindex: "0",
      "aria-label": "The processes as a picture; the tree has them as text",
    });
    this.element.append(this.#canvas, this.#extent);
    this.element.addEventListener("scroll", () => this.#drawSoon(), { passive: true });
    this.element.addEventListener("click", (event) => {
      const place = this.#at(event);
      if (place) select(place.line.key);
    });
    this.element.addEventListener("pointermove", (event) => {
      const place = this.#at(event);
      this.element.style.cursor = place ? "pointer" : "";
      const row = place?.line.process?.row;
      this.element.title =
        row === undefined ? "" : `${row.name ?? ""} ${row.pid}\n${row.initialCall}\nnow in ${row.currentFunction}`;
    });
    new ResizeObserver(() => this.#resize()).observe(this.element);
    onTheme(() => this.#readColours());
    this.#readColours();
  }

  /** What the system has now, as lines of the tree. */
  update(lines: readonly Line[], selected: string | undefined): void {
    const old = this.#layout.places;
    this.#layout = layOut(lines, this.element.clientWidth);
    this.#selected = selected;
    this.#pids.clear();
    for (const { line } of this.#layout.places.values()) {
      const row = line.process?.row;
      if (row?.name !== undefined) this.#pids.set(row.name, row.pid);
    }
    const now = performance.now();
    // Many that end at once are no news of each of them.
    const gone = [...old.values()].filter(({ line }) => line.process && !this.#layout.places.has(line.key));
    if (!still.matches && gone.length <= 20)
      for (const { x, y } of gone) this.#ghosts.push({ x, y, end_ms: now + GHOST_MS });
    this.#extent.style.width = `${this.#layout.width}px`;
    this.#extent.style.height = `${this.#layout.height}px`;
    this.#drawSoon();
  }

  /** Lets messages fly, those between processes that are on the map. */
  messages(rows: readonly MessageRow[]): void {
    const { places } = this.#layout;
    const now = performance.now();
    const first_ms = rows[0]?.at_ms ?? 0;
    // Of too many some of all.
    const step = Math.max(1, Math.ceil(rows.length / Math.max(1, MOST_FLIGHTS - this.#flights.length)));
    for (let at = 0; at < rows.length && this.#flights.length < MOST_FLIGHTS; at += step) {
      const row = rows[at] as MessageRow;
      const from = places.get(row.from);
      const to = places.get(this.#pids.get(row.to) ?? row.to);
      if (from === undefined || to === undefined) continue;
      const charge = CHARGES[pidNumber(row.from) % CHARGES.length] as string;
      this.#flights.push({ from, to, colour: charge, start_ms: now + Math.min(100, row.at_ms - first_ms) });
    }
    this.#drawSoon();
  }

  reveal(key: string): void {
    const place = this.#layout.places.get(key);
    if (place === undefined) return;
    const { scrollTop, clientHeight, scrollLeft, clientWidth } = this.element;
    if (place.y < scrollTop + 20 || place.y > scrollTop + clientHeight - 20)
      this.element.scrollTop = place.y - clientHeight / 2;
    if (place.x < scrollLeft || place.x > scrollLeft + clientWidth - STEP_X / 2)
      this.element.scrollLeft = place.x - clientWidth / 2;
  }

  #at(event: MouseEvent): Place | undefined {
    const box = this.#canvas.getBoundingClientRect();
    const x = event.clientX - box.left + this.element.scrollLeft;
    const y = event.clientY - box.top + this.element.scrollTop;
    let best: Place | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const place of this.#layout.places.values()) {
      // A label is as good as its dot.
      const right = place.small ? 6 : STEP_X - 24;
      const distance = Math.abs(y - place.y) + Math.max(0, place.x - x, x - place.x - right);
      if (distance < (place.small ? 7 : 12) && distance < least) {
        best = place;
        least = distance;
      }
    }
    return best;
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.element;
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    this.#canvas.style.width = `${clientWidth}px`;
    this.#canvas.style.height = `${clientHeight}px`;
    // At once, since a canvas of another size is empty.
    this.#draw();
  }

  #readColours(): void {
    for (const name of COLOURS) this.#colours.set(name, colour(`--${name}`));
    this.#font = `12px ${getComputedStyle(document.body).fontFamily}`;
    this.#drawSoon();
  }

  #drawSoon(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { clientWidth, clientHeight, scrollLeft, scrollTop } = this.element;
    if (clientWidth === 0) return;
    const now = performance.now();
    this.#flights = this.#flights.filter(({ start_ms }) => now < start_ms + FLIGHT_MS);
    this.#ghosts = this.#ghosts.filter(({ end_ms }) => now < end_ms);
    const c = this.#context;
    c.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    c.clearRect(0, 0, clientWidth, clientHeight);
    c.translate(-scrollLeft, -scrollTop);
    c.font = this.#font;
    c.textBaseline = "middle";
    const seen = [...this.#layout.places.values()].filter(
      ({ y }) => y > scrollTop - 30 && y < scrollTop + clientHeight + 30,
    );
    this.#drawEdges();
    for (const place of seen) this.#drawPlace(place);
    for (const ghost of this.#ghosts) this.#drawGhost(ghost, now);
    for (const flight of this.#flights) this.#drawFlight(flight, now);
    if (this.#flights.length > 0 || this.#ghosts.length > 0) this.#drawSoon();
  }

  #pen(name: string, alpha = 1): void {
    const value = this.#colours.get(name) as string;
    this.#context.fillStyle = value;
    this.#context.strokeStyle = value;
    this.#context.globalAlpha = alpha;
  }

  /** From the end of the parent's label to a trunk beside the children, and from there to each. */
  #drawEdges(): void {
    const c = this.#context;
    this.#pen("faint", 0.6);
    c.lineWidth = 1;
    c.beginPath();
    const started = new Set<Place>();
    const blocks = new Set<Place>();
    // All children of one stand in one column, but for those in a block.
    const trunks = new Map<Place, number>();
    for (const { parent, x, y, small } of this.#layout.places.values()) {
      if (parent === undefined || (small && blocks.has(parent))) continue;
      if (small) blocks.add(parent);
      const trunk = trunks.get(parent) ?? x - 15.5;
      trunks.set(parent, trunk);
      if (!started.has(parent)) {
        started.add(parent);
        c.moveTo(Math.min(trunk, parent.x + 14 + c.measureText(this.#label(parent)).width), parent.y);
        c.lineTo(trunk, parent.y);
      }
      c.moveTo(trunk, parent.y);
      if (y === parent.y) c.lineTo(x - 8, y);
      else {
        c.lineTo(trunk, y - 7);
        c.quadraticCurveTo(trunk, y, trunk + 7, y);
        c.lineTo(x - 7, y);
      }
    }
    c.stroke();
  }

  #drawPlace(place: Place): void {
    const c = this.#context;
    const { line, x, y, small } = place;
    const row = line.process?.row;
    const radius = small ? 3.6 : 4.6;
    const glow = heat(line.process?.rate ?? 0);
    const dot = (r: number): void => {
      c.beginPath();
      c.arc(x, y, r, 0, 2 * Math.PI);
    };
    if (row !== undefined) {
      if (glow > 0 && !small) {
        this.#pen(row.supervisor ? "blue" : "green", 0.22);
        dot(radius + 4 * glow);
        c.fill();
      }
      if (row.supervisor) {
        this.#pen("blue");
        c.lineWidth = 2;
        dot(radius);
        c.stroke();
      } else {
        this.#pen("faint", 0.7);
        dot(radius);
        c.fill();
        this.#pen(row.status === "suspended" ? "amber" : "green", row.status === "suspended" ? 1 : 0.15 + 0.85 * glow);
        c.fill();
      }
      if (row.messages >= 10) {
        this.#pen("amber");
        c.lineWidth = 1.5;
        dot(radius + 2.5);
        c.stroke();
      }
      if (line.key === this.#selected) {
        this.#pen("ink");
        c.lineWidth = 1.6;
        dot(radius + 4);
        c.stroke();
      }
    }
    if (small) return;
    this.#pen(row === undefined || row.name !== undefined ? "ink" : "muted");
    if (row === undefined) c.font = this.#font.replace("12px", "650 12.5px");
    c.fillText(this.#label(place), row === undefined ? x - 4 : x + 10, y + 0.5);
    c.font = this.#font;
    if (!line.expanded && line.children > 0) {
      this.#pen("muted");
      c.fillText(`+ ${line.children}`, x + 18 + c.measureText(this.#label(place)).width, y + 0.5);
    }
  }

  #drawGhost({ x, y, end_ms }: Ghost, now: number): void {
    const age = 1 - (end_ms - now) / GHOST_MS;
    this.#pen("red", 1 - age);
    this.#context.lineWidth = 2;
    this.#context.beginPath();
    this.#context.arc(x, y, 5 + 12 * age, 0, 2 * Math.PI);
    this.#context.stroke();
  }

  #drawFlight({ from, to, colour: charge, start_ms }: Flight, now: number): void {
    const c = this.#context;
    const age = (now - start_ms) / FLIGHT_MS;
    if (age < 0) return;
    // Bent to one side, so that a question and its answer do not meet.
    const bend = Math.min(60, 0.25 * Math.hypot(to.x - from.x, to.y - from.y)) + (from === to ? 26 : 0);
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const midX = (from.x + to.x) / 2 - (bend * (to.y - from.y)) / length;
    const midY = (from.y + to.y) / 2 + (bend * (to.x - from.x)) / length - (from === to ? bend : 0);
    const on = (t: number): [number, number] => [
      (1 - t) ** 2 * from.x + 2 * t * (1 - t) * midX + t * t * to.x,
      (1 - t) ** 2 * from.y + 2 * t * (1 - t) * midY + t * t * to.y,
    ];
    const eased = still.matches ? 1 : age * age * (3 - 2 * age);
    this.#pen(charge, 0.4 * (1 - age));
    c.lineWidth = 1.2;
    c.beginPath();
    c.moveTo(from.x, from.y);
    c.quadraticCurveTo(midX, midY, to.x, to.y);
    c.stroke();
    this.#pen(charge, still.matches ? 1 - age : 1);
    const [x, y] = on(eased);
    c.beginPath();
    c.arc(x, y, 3, 0, 2 * Math.PI);
    c.fill();
    c.globalAlpha = 1;
  }

  /** As much of the label as there is room for. */
  #label({ line, leaf }: Place): string {
    const key = `${leaf ? 1 : 0}${line.label}`;
    let label = this.#labels.get(key);
    if (label === undefined) {
      const room = leaf ? 2 * STEP_X : STEP_X - 44;
      label = line.label;
      while (label.length > 1 && this.#context.measureText(label).width > room) label = `${label.slice(0, -2)}…`;
      this.#labels.set(key, label);
    }
    return label;
  }
}
