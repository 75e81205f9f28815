/** Errors of Node's functions carry the `code` that runtime/posix.ts goes by. */
export { errnoName, posixError } from "../../../runtime/posix.ts";
