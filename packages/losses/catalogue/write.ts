/** @file Writes `docs/losses.md`. Its argument is the root of the repository. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { document } from "./document.ts";

writeFileSync(join(process.argv[2] ?? ".", "docs", "losses.md"), document());
