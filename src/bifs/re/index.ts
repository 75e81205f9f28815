/** The extension `re` as a file of its own for embedding programs. */
export { RE } from "../re.ts";
