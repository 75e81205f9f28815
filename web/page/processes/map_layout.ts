/**
 * Where the lines of the tree stand on the map: children to the right of who started them, from top to bottom; many nameless ones
 * as a block of dots. Nothing here touches the page.
 */
import type { Line } from "./model.ts";

export interface Place {
  readonly line: Line;
  readonly parent: Place | undefined;
  readonly x: number;
  readonly y: number;
  /** In a block: without a label, and a dot beside a dot. */
  readonly small: boolean;
  readonly leaf: boolean;
}

export interface Layout {
  /** Parents before their children. */
  readonly places: ReadonlyMap<string, Place>;
  readonly width: number;
  readonly height: number;
}

interface Node {
  readonly line: Line;
  readonly children: Node[];
}

/** From a process to what it has started, and from an application to its first process. */
export const STEP_X = 138;
const FIRST_STEP_X = 88;
export const STEP_Y = 24;
const MARGIN = 18;
/** From so many nameless leaves on they are a block. */
const BLOCK = 10;
const DOT = 11;
const LEAST_COLUMNS = 8;
/** What is deeper stands in the last column. */
const MOST_DEPTH = 12;

/** `room`: how wide it may be without need. */
export function layOut(lines: readonly Line[], room: number): Layout {
  const places = new Map<string, Place>();
  let width = 0;
  let y = MARGIN;
  const put = (place: Place): Place => {
    places.set(place.line.key, place);
    width = Math.max(width, place.x + (place.small ? DOT : STEP_X));
    return place;
  };

  /** Answers where there is room below. */
  const putAll = ({ line, children }: Node, parent: Place | undefined, depth: number, top: number): number => {
    const x = xOf(depth);
    const place = put({ line, parent, x, y: top + STEP_Y / 2, small: false, leaf: children.length === 0 });
    const nameless = children.filter(
      (child) => child.children.length === 0 && child.line.process?.row.name === undefined,
    );
    const inBlock = new Set(nameless.length >= BLOCK ? nameless : []);
    let next = top;
    for (const child of children) if (!inBlock.has(child)) next = putAll(child, place, depth + 1, next);
    if (inBlock.size === 0) return Math.max(next, top + STEP_Y);
    const fitting = Math.floor((room - MARGIN - xOf(depth + 1)) / DOT);
    const columns = Math.max(LEAST_COLUMNS, Math.min(fitting, Math.ceil(Math.sqrt(inBlock.size * 2.5))));
    [...inBlock].forEach((child, at) => {
      const column = at % columns;
      const row = Math.floor(at / columns);
      put({
        line: child.line,
        parent: place,
        x: xOf(depth + 1) + column * DOT,
        y: next + STEP_Y / 2 + row * DOT,
        small: true,
        leaf: true,
      });
    });
    return next + Math.ceil(inBlock.size / columns) * DOT + STEP_Y / 2;
  };

  for (const root of treeOf(lines)) y = putAll(root, undefined, 0, y) + STEP_Y / 2;
  return { places, width: width + MARGIN, height: y + MARGIN };
}

function xOf(depth: number): number {
  return MARGIN + (depth > 0 ? FIRST_STEP_X + (depth - 1) * STEP_X : 0);
}

function treeOf(lines: readonly Line[]): Node[] {
  const roots: Node[] = [];
  /** By depth, the last node there: those on the way to the line at hand. */
  const path: (Node | undefined)[] = [];
  for (const line of lines) {
    path.length = Math.min(line.depth, path.length);
    const parent = path.slice(0, MOST_DEPTH).findLast((node) => node !== undefined);
    // An application's masters are there in each and say nothing: what they have started hangs at the application.
    if (line.process?.row.initialCall.startsWith("application_master:")) continue;
    const node: Node = { line, children: [] };
    (parent?.children ?? roots).push(node);
    path[line.depth] = node;
  }
  return roots;
}
