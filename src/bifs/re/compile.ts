/**
 * From the text of a regular expression to what the matcher runs.
 */
import { analyse, type Starts } from "./analysis.ts";
import type { Pattern } from "./ast.ts";
import { Checker } from "./check.ts";
import { describe, PatternError } from "./error.ts";
import type { StartInfo } from "./subject.ts";
import type { CompileOptions, Dialect } from "./options.ts";
import * as O from "./options.ts";
import { Parser } from "./parse.ts";
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
  readonly limitMatch: number | undefined;
  readonly limitDepth: number | undefined;
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
    this.limitMatch = pattern.limitMatch;
    this.limitDepth = pattern.limitDepth;
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

/** Compiles a pattern, or says what is wrong with it. */
export function compile(bytes: Uint8Array, options: CompileOptions, dialect: Dialect): Regex | CompileError {
  try {
    const parsed = new Parser(bytes, options, dialect).parse();
    new Checker(parsed).run();
    const { pattern } = parsed;
    return new Regex(pattern, new Generator(pattern, dialect).generate(), analyse(pattern, dialect), dialect);
  } catch (e) {
    if (e instanceof PatternError) return describe(e.code, e.offset, bytes.length, dialect);
    throw e;
  }
}
