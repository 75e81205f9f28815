/**
 * What stands after an opening parenthesis in PCRE2's syntax: groups, assertions, calls, conditions, options, verbs.
 * OTP: parse_regex() in pcre2_compile.c.
 */
import { type Branch, type Cond, Kind, type Look, type Node, type Simple, SimpleOp, type Verb, VerbOp } from "./ast.ts";
import type { Reference } from "./check2.ts";
import * as O from "./options.ts";
import { MAX_GROUP, type Scanner2 } from "./scan2.ts";
import { END, isDigit } from "./scanner.ts";
import { type Frame, Tree2 } from "./tree2.ts";

const MAX_NAMES = 10000;
const MAX_MARK = 255;
const MAJOR = 10;
const MINOR = 47;

/** Verbs; whether a name may (0), must (1) or is a MARK before (-1). */
const VERBS: Readonly<Record<string, readonly [VerbOp, number]>> = {
  "": [VerbOp.Mark, 1],
  MARK: [VerbOp.Mark, 1],
  ACCEPT: [VerbOp.Accept, -1],
  F: [VerbOp.Fail, -1],
  FAIL: [VerbOp.Fail, -1],
  COMMIT: [VerbOp.Commit, 0],
  PRUNE: [VerbOp.Prune, 0],
  SKIP: [VerbOp.Skip, 0],
  THEN: [VerbOp.Then, 0],
};

type Assertion = "look" | "atomic" | "sr" | "asr" | "scs";
interface AlphaAssertion {
  readonly type: Assertion;
  readonly behind: boolean;
  readonly negative: boolean;
  readonly nonAtomic: boolean;
}

function look(behind: boolean, negative: boolean, nonAtomic = false): AlphaAssertion {
  return { type: "look", behind, negative, nonAtomic };
}
function group(type: Assertion): AlphaAssertion {
  return { type, behind: false, negative: false, nonAtomic: false };
}

/** `(*name:` */
const ASSERTIONS: Readonly<Record<string, AlphaAssertion>> = {
  pla: look(false, false),
  positive_lookahead: look(false, false),
  plb: look(true, false),
  positive_lookbehind: look(true, false),
  nla: look(false, true),
  negative_lookahead: look(false, true),
  nlb: look(true, true),
  negative_lookbehind: look(true, true),
  napla: look(false, false, true),
  non_atomic_positive_lookahead: look(false, false, true),
  naplb: look(true, false, true),
  non_atomic_positive_lookbehind: look(true, false, true),
  atomic: group("atomic"),
  sr: group("sr"),
  script_run: group("sr"),
  asr: group("asr"),
  atomic_script_run: group("asr"),
  scs: group("scs"),
  scan_substring: group("scs"),
};

const LETTERS: Readonly<Record<string, number>> = {
  J: O.DUPNAMES,
  i: O.CASELESS,
  m: O.MULTILINE,
  n: O.NO_AUTO_CAPTURE,
  r: O.CASELESS_RESTRICT,
  s: O.DOTALL,
  U: O.UNGREEDY,
};
const ASCII_LETTERS: Readonly<Record<string, number>> = {
  D: O.ASCII_D,
  P: O.ASCII_POSIX | O.ASCII_DIGIT,
  S: O.ASCII_S,
  T: O.ASCII_DIGIT,
  W: O.ASCII_W,
};
export abstract class GroupReader2 extends Tree2 {
  protected parenthesis(expect: number): void {
    const s: Scanner2 = this.s;
    if (s.at >= s.end) s.fail(14);
    if (s.head() === 0x3f) {
      s.at++;
      if (s.at >= s.end) s.fail(14);
      this.special(expect);
      return;
    }
    if (s.head() !== 0x2a) {
      if ((this.options & O.NO_AUTO_CAPTURE) !== 0) this.openGroup(0);
      else this.openGroup(this.newGroup());
      return;
    }
    const next = s.peek(s.at + 1);
    // Then the asterisk is a quantifier that follows nothing.
    if (next === END || next === 0x29) return;
    s.at++;
    if (this.lower[next] !== 0) this.alphaAssertion(expect);
    else this.verb();
  }

  protected look(kind: AlphaAssertion, expect: number, at: number): void {
    const { behind, negative, nonAtomic } = kind;
    if (behind) this.hasLookbehind = true;
    const isCondition = expect > 0;
    const finish = (branches: Branch[]): Node => {
      const node: Look = { kind: Kind.Look, branches, behind, negative, nonAtomic, back: [], at };
      if (!negative || behind || branches.length > 1 || (branches[0] as Branch).length > 0) return node;
      // (?!) always fails; but it may yet be repeated.
      const fail: Simple = { kind: Kind.Simple, op: SimpleOp.Fail, ucp: false };
      this.emptyLooks.set(fail, node);
      return fail;
    };
    this.open(finish, { isCondition, assertion: true });
  }

  /** `(*name:`; `s.at` is the name. */
  protected alphaAssertion(expect: number): void {
    const s: Scanner2 = this.s;
    const name = s.verbName();
    if (s.at >= s.end) s.fail(14);
    if (s.head() !== 0x3a) s.failAfter(95);
    const kind = Object.hasOwn(ASSERTIONS, name) ? ASSERTIONS[name] : undefined;
    if (kind === undefined) s.fail(95);
    if (expect > 0 && (kind.type !== "look" || kind.nonAtomic)) s.fail(28);
    const colon = s.at++;
    switch (kind.type) {
      case "look":
        this.look(kind, expect, kind.behind ? colon - 3 : 0);
        return;
      case "atomic":
        this.openGroup(0, true);
        return;
      case "sr":
        this.open((branches) => ({ kind: Kind.ScriptRun, branches }));
        return;
      case "asr":
        this.open((branches) => {
          const atomic: Node = { kind: Kind.Group, branches, capture: 0, atomic: true };
          return { kind: Kind.ScriptRun, branches: [[atomic]] };
        });
        return;
      case "scs": {
        const numbers: number[] = [];
        const groups = this.captureList();
        this.checks.push({ type: "groups", references: groups, numbers });
        this.open((branches) => ({ kind: Kind.Scan, branches, numbers }), { assertion: true });
      }
    }
  }

  /** `(1,+2,<name>,'name')` */
  protected captureList(): Reference[] {
    const s: Scanner2 = this.s;
    const list: Reference[] = [];
    if (s.head() !== 0x28) s.fail(118);
    for (;;) {
      s.at++;
      const at = s.at;
      if (s.at >= s.end) s.fail(117);
      const number = s.number(true, MAX_GROUP, 61);
      if (number !== undefined) {
        if (number === 0) s.fail(15);
        list.push({ number, name: undefined, at });
      } else {
        if (s.head() !== 0x3c && s.head() !== 0x27) s.fail(117);
        const terminator = s.head() === 0x3c ? 0x3e : 0x27;
        s.at++;
        const name = s.name(terminator);
        list.push({ number: 0, name: name.text, at: name.at });
      }
      if (s.at >= s.end) s.fail(14);
      if (s.head() === 0x29) break;
      if (s.head() !== 0x2c) s.fail(24);
    }
    s.at++;
    return list;
  }

  /** `(?` was read. */
  protected special(expect: number): void {
    const s: Scanner2 = this.s;
    switch (s.head()) {
      case 0x7c:
        s.at++;
        this.hasDuplicateNumbers = true;
        this.open((branches) => ({ kind: Kind.Group, branches, capture: 0, atomic: false }), { reset: true });
        return;
      case 0x50:
        this.python();
        return;
      case 0x52:
        s.at++;
        if (s.head() !== 0x29 && s.head() !== 0x28) s.fail(58);
        this.callArguments(0, undefined, s.at);
        return;
      case 0x2b:
        if (s.at + 1 >= s.end) s.fail(14, s.at + 1);
        if (!isDigit(s.peek(s.at + 1))) {
          s.at++;
          s.failAfter(29);
        }
        this.numberedCall();
        return;
      case 0x26:
        s.at++;
        this.namedCall();
        return;
      case 0x43:
        this.callout(expect);
        return;
      case 0x28:
        this.conditional();
        return;
      case 0x3e:
        s.at++;
        this.openGroup(0, true);
        return;
      case 0x3d:
        s.at++;
        this.look(look(false, false), expect, 0);
        return;
      case 0x2a:
        s.at++;
        this.look(look(false, false, true), expect, 0);
        return;
      case 0x21:
        s.at++;
        this.look(look(false, true), expect, 0);
        return;
      case 0x3c: {
        const next = s.peek(s.at + 1);
        if (next === 0x3d || next === 0x21 || next === 0x2a) {
          s.at += 2;
          this.look(look(true, next === 0x21, next === 0x2a), expect, s.at - 4);
        } else this.namedGroup(0x3e);
        return;
      }
      case 0x27:
        this.namedGroup(0x27);
        return;
      case 0x5b:
        s.at++;
        this.add(this.classes.readExtended(this.options));
        return;
      default:
        if (isDigit(s.head()) || (s.head() === 0x2d && isDigit(s.peek(s.at + 1)))) this.numberedCall();
        else this.optionSetting();
    }
  }

  protected numberedCall(): void {
    const s: Scanner2 = this.s;
    const number = s.number(!isDigit(s.head()), MAX_GROUP, 61) as number;
    this.callArguments(number, undefined, s.at);
  }

  protected namedCall(): void {
    const name = this.s.name(0);
    this.callArguments(0, name.text, name.at);
  }

  /** After the number or name of a call: the groups that stay set, and the parenthesis. */
  protected callArguments(number: number, name: string | undefined, at: number): void {
    const s: Scanner2 = this.s;
    const kept = s.head() === 0x28 ? this.captureList() : [];
    if (s.head() !== 0x29) s.fail(14);
    s.at++;
    this.call(number, name, at, kept);
  }

  protected python(): void {
    const s: Scanner2 = this.s;
    s.at++;
    if (s.at >= s.end) s.fail(14);
    if (s.head() === 0x3c) this.namedGroup(0x3e);
    else if (s.head() === 0x3e) {
      s.at++;
      this.namedCall();
    } else if (s.head() === 0x3d) {
      s.at++;
      this.namedReference(s.name(0x29));
    } else s.failAfter(41);
  }

  protected optionSetting(): void {
    const s: Scanner2 = this.s;
    const before = this.options;
    let options = before;
    let set = 0;
    let unset = 0;
    let minus = false;
    let hyphenAllowed = true;
    if (s.head() === 0x5e) {
      options &= ~(O.CASELESS | O.MULTILINE | O.NO_AUTO_CAPTURE | O.DOTALL | O.EXTENDED | O.EXTENDED_MORE);
      options &= ~O.CASELESS_RESTRICT;
      hyphenAllowed = false;
      s.at++;
    }
    while (s.at < s.end && s.head() !== 0x29 && s.head() !== 0x3a) {
      const letter = String.fromCharCode(s.bytes[s.at++] as number);
      if (letter === "-") {
        if (!hyphenAllowed) s.fail(94);
        minus = true;
        hyphenAllowed = false;
        continue;
      }
      let bits = LETTERS[letter] ?? 0;
      const next = s.head() === END ? "" : String.fromCharCode(s.head());
      if (letter === "a") {
        const one = ASCII_LETTERS[next];
        bits = one ?? O.ASCII_ALL;
        if (one !== undefined) s.at++;
      } else if (letter === "x") {
        bits = O.EXTENDED;
        if (next === "x") {
          bits |= O.EXTENDED_MORE;
          s.at++;
        }
      } else if (bits === 0) s.fail(11);
      if (minus) unset |= bits;
      else set |= bits;
    }
    if ((set & (O.EXTENDED | O.EXTENDED_MORE)) === O.EXTENDED || (unset & O.EXTENDED) !== 0) unset |= O.EXTENDED_MORE;
    options = (options | set) & ~unset;
    if (s.at >= s.end) s.fail(14);
    this.options = options;
    if (s.head() === 0x29) s.at++;
    else {
      s.at++;
      const finish = (branches: Branch[]): Node => ({ kind: Kind.Group, branches, capture: 0, atomic: false });
      this.open(finish, { options: before });
    }
  }

  protected callout(expect: number): void {
    const s: Scanner2 = this.s;
    s.at++;
    if (s.at >= s.end) s.fail(14);
    this.expectCondition = expect - 1;
    if (s.head() !== 0x29 && !isDigit(s.head())) this.calloutString();
    else {
      let n = 0;
      while (isDigit(s.head())) {
        n = n * 10 + s.head() - 48;
        s.at++;
        if (n > 255) s.fail(38);
      }
    }
    if (s.head() !== 0x29) s.fail(39);
    s.at++;
  }

  protected calloutString(): void {
    const s: Scanner2 = this.s;
    const start = s.at;
    const i = "`'\"^%#${".indexOf(String.fromCharCode(s.head()));
    if (i < 0) s.failAfter(82);
    const delimiter = i === 7 ? 0x7d : s.head();
    for (;;) {
      s.at++;
      if (s.at >= s.end) s.fail(81, start);
      if (s.head() === delimiter) {
        s.at++;
        if (s.head() !== delimiter) break;
      }
    }
  }

  /** `(?<name>`, `(?'name'`, `(?P<name>`: `s.at` is the bracket or quote. */
  protected namedGroup(terminator: number): void {
    const s: Scanner2 = this.s;
    s.at++;
    const { text: name } = s.name(terminator);
    const number = this.newGroup();
    this.openGroup(number);
    if (this.named.length >= MAX_NAMES) s.fail(49);
    for (const [i, g] of this.named.entries()) {
      if (g.name === name) {
        if (g.number === number) return;
        if ((this.options & O.DUPNAMES) === 0) s.fail(43);
        this.hasDuplicateNames = true;
        if (this.named.slice(i).some((h) => h.name === name && h.number === number)) return;
        break;
      }
      if (g.number === number) s.fail(65);
    }
    this.named.push({ name, number });
  }

  // -- Conditions.

  /** `(?(`: `s.at` is the second parenthesis. */
  protected conditional(): void {
    const s: Scanner2 = this.s;
    s.at++;
    if (s.at >= s.end) s.fail(14);
    const node: Cond = { kind: Kind.Cond, condition: { type: "false" }, branches: [] };
    const finish = (branches: Branch[], at: number): Node => {
      (node as { branches: readonly Branch[] }).branches = branches;
      this.checks.push({ type: "branches", node, at });
      return node;
    };
    if (s.head() === 0x3f || s.head() === 0x2a) {
      s.at--;
      this.expectCondition = 2;
      this.open((branches) => {
        const first = (branches[0] as Node[]).shift();
        if (first?.kind === Kind.Look) node.condition = { type: "look", look: first };
        return finish(branches, 0);
      });
      return;
    }
    const at = this.condition(node);
    if (s.head() !== 0x29) s.fail(24);
    s.at++;
    this.open((branches) => finish(branches, at));
  }

  /** What stands between `(?(` and `)`, not being an assertion. Returns where too many branches would be reported. */
  protected condition(node: Cond): number {
    const s: Scanner2 = this.s;
    const number = s.number(true, MAX_GROUP, 61);
    if (number !== undefined) {
      if (number === 0) s.fail(15);
      node.condition = { type: "group", numbers: [number] };
      this.checks.push({ type: "condition", node, at: s.at - 2 });
      return s.at - 4;
    }
    if (s.end - s.at >= 10 && s.startsWith("VERSION") && s.peek(s.at + 7) !== 0x29) {
      s.at += 7;
      node.condition = this.version() ? { type: "true" } : { type: "false" };
      return 0;
    }
    let terminator = 0x29;
    let recursion = false;
    if (s.startsWith("R&")) {
      recursion = true;
      s.at += 2;
    } else if (s.head() === 0x3c || s.head() === 0x27) {
      terminator = s.head() === 0x3c ? 0x3e : 0x27;
      s.at++;
    }
    const name = s.name(terminator);
    if (terminator === 0x29) s.at--;
    if (terminator === 0x29 && !recursion && name.text === "DEFINE") {
      node.condition = { type: "define" };
      return name.at;
    }
    const quoted = terminator !== 0x29 || !/^R\d*$/.test(name.text);
    node.condition = { type: "named", name: name.text, quoted: quoted || recursion, inRecursion: recursion };
    this.checks.push({ type: "condition", node, at: name.at });
    return 0;
  }

  protected version(): boolean {
    const s: Scanner2 = this.s;
    const atLeast = s.head() === 0x3e;
    if (atLeast) s.at++;
    const fail = (): never => (s.at < s.end ? s.failAfter(79) : s.fail(79));
    if (s.head() !== 0x3d || !isDigit(s.peek(s.at + 1))) {
      if (s.head() === 0x3d) s.at++;
      if (atLeast) s.fail(79);
      s.failAfter(79);
    }
    s.at++;
    const major = s.number(false, 1000, 79) as number;
    let minor = 0;
    if (s.head() === 0x2e) {
      s.at++;
      if (!isDigit(s.head())) fail();
      minor = s.number(false, 1000, 79) as number;
    }
    if (s.head() !== 0x29) fail();
    if (!atLeast) return major === MAJOR && minor === MINOR;
    return MAJOR > major || (major === MAJOR && MINOR >= minor);
  }

  // -- Verbs.

  /** `(*VERB)` and `(*VERB:name)`; `s.at` is the verb. */
  protected verb(): void {
    const s: Scanner2 = this.s;
    const verb = s.verbName();
    if (s.head() !== 0x3a && s.head() !== 0x29) s.fail(60);
    if (!Object.hasOwn(VERBS, verb)) s.fail(60);
    const [op, argument] = VERBS[verb] as readonly [VerbOp, number];
    if (s.head() === 0x3a && s.peek(s.at + 1) === 0x29) s.at++;
    if (argument > 0 && s.head() !== 0x3a) s.fail(66);
    const hasName = s.head() === 0x3a;
    s.at++;
    let name: string | undefined;
    if (hasName) {
      const from = s.at;
      while (s.at < s.end && s.head() !== 0x29) s.at++;
      if (s.at >= s.end) s.fail(60);
      if (s.at - from > MAX_MARK) s.fail(76);
      name = s.text(from, s.at);
      s.at++;
      if (argument < 0) {
        this.addVerb(VerbOp.Mark, name, false);
        name = undefined;
      }
    }
    this.addVerb(op, name, hasName);
    this.repeatable = op === VerbOp.Accept;
  }

  protected addVerb(op: VerbOp, argument: string | undefined, named: boolean): void {
    if (op === VerbOp.Then) this.hasThen = true;
    if (op === VerbOp.Prune || op === VerbOp.Skip) this.hasPruneOrSkip = true;
    const open: number[] = [];
    if (op === VerbOp.Accept) {
      this.hasAccept = true;
      for (let i = this.frames.length - 1; i >= 0; i--) {
        const f = this.frames[i] as Frame;
        if (f.assertion) break;
        if (f.capture > 0) open.push(f.capture);
      }
    }
    const node: Verb = { kind: Kind.Verb, op, argument, open, inAssertion: this.assertDepth > 0, named };
    this.nodes.push(node);
  }
}
