/** @file `npm start`: trains one of the examples. The flags are defined in `examples/shared`. */
import { join } from "node:path";
import { bootstrap } from "./bootstrap.mjs";
import { root } from "./lib/paths.mjs";

bootstrap();
const wantsWebgpu = /--backend[= ]webgpu\b/.test(process.argv.slice(2).join(" "));
const exitCode = wantsWebgpu ? await (await import("./lib/start-with-adapter.mjs")).startWithAdapter() : undefined;
if (exitCode === undefined) {
  const { runProgram } = await import("./lib/run-program.mjs");
  await runProgram(join(root, "scripts", "launch-example.ts"));
} else {
  process.exitCode = exitCode;
}
