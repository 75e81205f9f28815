/**
 * From the text of a regular expression to what the matcher runs.
 */
import { analyse, type Starts } from "./analysis.ts";
import type { Pattern } from "./ast.ts";
import { Checker } from "./check.ts";
import { Checker2 } from "./check2.ts";
import { describe, PatternError } from "./error.ts";
import type { StartInfo } from "./subject.ts";
import type { CompileOptions, Dialect } from "./options.ts";
import * as O from "./options.ts";
import { Parser } from "./parse.ts";
import { Parser2 } from "./parse2.ts";
import { Generator, type Program } from "./program.ts";
import { type Unicode, unicode } from "./unicode.ts";

/** A compiled pattern. */
export class Regex implements StartInfo {
  readonly bits: number;
  readonly newline: number;
  readonly bsr: number;
  readonly anchored: boolean;
  readonly startLine: boolean;
  readonly first: number;
  readonly first2: number;
  readonly required: number;
  readonly required2: number;
  readonly hasCrOrLf: boolean;
  readonly maxLookbehind: number;
  readonly limitMatch: number | undefined;
  readonly limitDepth: number | undefined;
  readonly limitHeap: number | undefined;
  readonly program: Program;
  readonly unicode: Unicode;
  readonly groups: number;
  readonly names: readonly { readonly name: string; readonly number: number }[];
  /** Options it was compiled with, for `re:inspect/2` and captures by name. */
  readonly compiledBits: number;

  constructor(pattern: Pattern, program: Program, starts: Starts, dialect: Dialect) {
    this.bits = pattern.bits;
    this.newline = pattern.newline === 0 ? O.NL_LF : pattern.newline;
    this.bsr = pattern.bsr;
    this.anchored = starts.anchored;
    this.startLine = starts.startLine;
    this.first = starts.first;
    this.first2 = starts.first2;
    this.required = starts.required;
    this.required2 = starts.required2;
    this.hasCrOrLf = pattern.hasCrOrLf;
    this.maxLookbehind = pattern.maxLookbehind;
    this.limitMatch = pattern.limitMatch;
    this.limitDepth = pattern.limitDepth;
    this.limitHeap = pattern.limitHeap;
    this.program = program;
    this.unicode = unicode(dialect);
    this.groups = pattern.groups;
    this.names = pattern.names;
    this.compiledBits = pattern.bits;
  }
}

export interface CompileError {
  readonly text: string;
  readonly offset: number;
}

function parse(bytes: Uint8Array, options: CompileOptions): Pattern {
  const parsed = new Parser(bytes, options).parse();
  new Checker(parsed).run();
  return parsed.pattern;
}

function parse2(bytes: Uint8Array, options: CompileOptions): Pattern {
  const parsed = new Parser2(bytes, options).parse();
  const checker = new Checker2(parsed);
  checker.run();
  return { ...parsed.pattern, maxLookbehind: Math.max(parsed.pattern.maxLookbehind, checker.maxBack) };
}

/** Compiles a pattern, or says what is wrong with it. */
export function compile(bytes: Uint8Array, options: CompileOptions, dialect: Dialect): Regex | CompileError {
  try {
    const pattern = dialect === 1 ? parse(bytes, options) : parse2(bytes, options);
    return new Regex(pattern, new Generator(pattern, dialect).generate(), analyse(pattern, dialect), dialect);
  } catch (e) {
    if (e instanceof PatternError) return { text: describe(e.code, dialect), offset: e.offset };
    throw e;
  }
}
