/** Sources are imported as their text: esbuild's loader `text`. */
declare module "*.erl" {
  const text: string;
  export default text;
}
declare module "*.ex" {
  const text: string;
  export default text;
}
declare module "*.css";
