/** @file `npm run docs:losses`: writes docs/losses.md from packages/losses/catalogue. */
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { root } from "./lib/paths.mjs";

bootstrap();
const { runProgram } = await import("./lib/run-program.mjs");
process.argv[2] = root;
await runProgram(join(root, "packages", "losses", "catalogue", "write.ts"));
