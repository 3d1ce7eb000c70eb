/** @file `npm test`: every test of every package, from the sources. Arguments go to vitest. */
import { bootstrap } from "./bootstrap.mjs";
import { runDependency } from "./lib/run.mjs";

bootstrap();
process.exitCode = runDependency("vitest/vitest.mjs", ["run", ...process.argv.slice(2)]);
