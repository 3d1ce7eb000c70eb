/** @file Measures the math functions on WebAssembly, over all float32 numbers if asked; `--help` says how. */
import { join } from "node:path";
import { bootstrap } from "../../../scripts/bootstrap.mjs";
import { root } from "../../../scripts/lib/paths.mjs";

bootstrap();
const { runProgram } = await import("../../../scripts/lib/run-program.mjs");
await runProgram(join(root, "packages", "backend-cpu", "scripts", "check-math.ts"));
