/** The extensions that every VM of the embedding has, set up at their first call. */
import { LAZY_RE } from "../bifs/lazy_re.ts";
import { LAZY_TRACE } from "../bifs/lazy_trace.ts";
import { LAZY_ZLIB } from "../nifs/lazy_zlib.ts";

export const EMBEDDED_EXTENSIONS = [LAZY_RE, LAZY_ZLIB, LAZY_TRACE];
