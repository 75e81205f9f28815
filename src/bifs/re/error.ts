/**
 * What is wrong with a pattern: the error's number and where it was found. Words: `describe`.
 * OTP: the tables of messages in pcre_compile.c (PCRE 8) and pcre2_error.c (PCRE2).
 */
import type { Dialect } from "./options.ts";

/** Ends the compilation; caught by `compile`, never seen outside of it. */
export class PatternError extends Error {
  readonly code: number;
  /** In bytes from the pattern's start. */
  readonly offset: number;
  constructor(code: number, offset: number) {
    super(`pattern error ${code}`);
    this.code = code;
    this.offset = offset;
  }
}

/** Words and place of an error in a pattern of `length` bytes, as the dialect's library gives them. */
export function describe(
  code: number,
  offset: number,
  length: number,
  dialect: Dialect,
): { text: string; offset: number } {
  if (dialect === 1) return { text: PCRE1[code] ?? UNKNOWN, offset };
  const [text, further] = (offset >= length ? PCRE2_AT_END[code] : undefined) ??
    PCRE2[code] ?? [PCRE1[code] ?? UNKNOWN, 0];
  return { text, offset: Math.min(offset + further, length) };
}

const UNKNOWN = "Error text not found (please report)";

const PCRE1: Readonly<Record<number, string>> = {
  1: "\\ at end of pattern",
  2: "\\c at end of pattern",
  3: "unrecognized character follows \\",
  4: "numbers out of order in {} quantifier",
  5: "number too big in {} quantifier",
  6: "missing terminating ] for character class",
  7: "invalid escape sequence in character class",
  8: "range out of order in character class",
  9: "nothing to repeat",
  12: "unrecognized character after (? or (?-",
  13: "POSIX named classes are supported only within a class",
  14: "missing )",
  15: "reference to non-existent subpattern",
  18: "missing ) after comment",
  20: "regular expression is too large",
  22: "unmatched parentheses",
  24: "unrecognized character after (?<",
  25: "lookbehind assertion is not fixed length",
  26: "malformed number or name after (?(",
  27: "conditional group contains more than two branches",
  28: "assertion expected after (?( or (?(?C)",
  29: "(?R or (?[+-]digits must be followed by )",
  30: "unknown POSIX class name",
  31: "POSIX collating elements are not supported",
  34: "character value in \\x{} or \\o{} is too large",
  35: "invalid condition (?(0)",
  36: "\\C not allowed in lookbehind assertion",
  37: "PCRE does not support \\L, \\l, \\N{name}, \\U, or \\u",
  38: "number after (?C is > 255",
  39: "closing ) for (?C expected",
  40: "recursive call could loop indefinitely",
  41: "unrecognized character after (?P",
  42: "syntax error in subpattern name (missing terminator)",
  43: "two named subpatterns have the same name",
  44: "invalid UTF-8 string",
  46: "malformed \\P or \\p sequence",
  47: "unknown property name after \\P or \\p",
  48: "subpattern name is too long (maximum 32 characters)",
  49: "too many named subpatterns (maximum 10000)",
  51: "octal value is greater than \\377 in 8-bit non-UTF-8 mode",
  54: "DEFINE group contains more than one branch",
  56: "inconsistent NEWLINE options",
  57: "\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number",
  58: "a numbered reference must not be zero",
  59: "an argument is not allowed for (*ACCEPT), (*FAIL), or (*COMMIT)",
  60: "(*VERB) not recognized or malformed",
  61: "number is too big",
  62: "subpattern name expected",
  63: "digit expected after (?+",
  65: "different names for subpatterns of the same number are not allowed",
  66: "(*MARK) must have an argument",
  68: "\\c must be followed by an ASCII character",
  69: "\\k is not followed by a braced, angle-bracketed, or quoted name",
  71: "\\N is not supported in a class",
  72: "too many forward references",
  73: "disallowed Unicode code point (>= 0xd800 && <= 0xdfff)",
  75: "name is too long in (*MARK), (*PRUNE), (*SKIP), or (*THEN)",
  78: "setting UTF is disabled by the application",
  79: "non-hex character in \\x{} (closing brace missing?)",
  80: "non-octal character in \\o{} (closing brace missing?)",
  81: "missing opening brace after \\o",
  82: "parentheses are too deeply nested",
  83: "invalid range in character class",
  84: "group name must start with a non-digit",
  85: "parentheses are too deeply nested (stack check)",
  86: "digits missing in \\x{} or \\o{}",
  87: "regular expression is too complicated",
};

/**
 * By the numbers of PCRE 8, where PCRE2 has other words, or counts the offending character as read: the text, and by how
 * much its offset lies further.
 */
const PCRE2: Readonly<Record<number, readonly [string, number]>> = {
  7: ["escape sequence is invalid in character class", 1],
  8: ["range out of order in character class", 1],
  9: ["quantifier does not follow a repeatable item", 1],
  12: ["unrecognized character after (? or (?-", 1],
  14: ["missing closing parenthesis", 0],
  18: ["missing ) after (?# comment", 0],
  22: ["unmatched closing parenthesis", 1],
  24: ["subpattern name expected", 0],
  25: ["length of lookbehind assertion is not limited", 0],
  26: ["missing closing parenthesis for condition", 0],
  27: ["conditional subpattern contains more than two branches", 0],
  28: ["atomic assertion expected after (?( or (?(?C)", 0],
  29: ["(?R (recursive pattern call) must be followed by a closing parenthesis", 0],
  34: ["character code point value in \\x{} or \\o{} is too large", 0],
  36: ["\\C is not allowed in a lookbehind assertion in UTF-8 mode", 0],
  37: ["PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u", 1],
  38: ["number after (?C is greater than 255", 0],
  39: ["closing parenthesis for (?C expected", 0],
  41: ["unrecognized character after (?P", 1],
  42: ["syntax error in subpattern name (missing terminator?)", 0],
  43: ["two named subpatterns have the same name (PCRE2_DUPNAMES not set)", 1],
  47: ["unknown property after \\P or \\p", 1],
  48: ["subpattern name is too long (maximum 128 code units)", 0],
  51: ["octal value is greater than \\377 in 8-bit non-UTF-8 mode", 1],
  54: ["DEFINE subpattern contains more than one branch", 0],
  57: ["\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain number", 1],
  61: ["subpattern number is too big", 0],
  63: ["digit expected after (?+", 0],
  65: ["different names for subpatterns of the same number are not allowed", 1],
  68: ["\\c must be followed by a printable ASCII character", 0],
  69: ["\\k is not followed by a braced, angle-bracketed, or quoted name", 1],
  71: ["\\N is not supported in a class", 1],
  75: ["name is too long in (*MARK), (*PRUNE), (*SKIP), or (*THEN)", 0],
  78: ["using UTF is disabled by the application", 0],
  79: ["non-hex character in \\x{} (closing brace missing?)", 1],
  80: ["non-octal character in \\o{} (closing brace missing?)", 1],
  81: ["missing opening brace after \\o", 1],
  83: ["invalid range in character class", 1],
  84: ["subpattern name must start with a non-digit", 1],
  86: ["digits missing after \\x or in \\x{} or \\o{} or \\N{U+}", 0],
};

/** The same where the pattern ends too early. */
const PCRE2_AT_END: Readonly<Record<number, readonly [string, number]>> = {
  12: PCRE2[14] as readonly [string, number],
  41: PCRE2[14] as readonly [string, number],
  79: PCRE2[86] as readonly [string, number],
  80: PCRE2[86] as readonly [string, number],
};
