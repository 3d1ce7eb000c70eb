/** @file `npm run bench`: the benchmarks. Arguments go to `bench/src/main.ts`. */
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { root } from "./lib/paths.mjs";

bootstrap();
const { runProgram } = await import("./lib/run-program.mjs");
await runProgram(join(root, "bench", "src", "main.ts"));
