/** Installs Chromium for the tests where it is missing: `npm test` runs this before them. Prints how to get it elsewhere. */
import { noChromium } from "./chromium.ts";

const missing = noChromium();
if (missing) console.error(`${missing}. Tests that need it are skipped.`);
