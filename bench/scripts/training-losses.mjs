/**
 * @file Writes `src/workload/training-losses.json` anew, by PyTorch: `node bench/scripts/training-losses.mjs`, and then
 * `npm run format`. It has to be done when a training workload or its inputs change. ADJOINT_PYTHON names another Python than
 * /usr/bin/python3.
 */
import { fileURLToPath } from "node:url";
import { runProgram } from "../../scripts/lib/run-program.mjs";

await runProgram(fileURLToPath(new URL("write-training-losses.ts", import.meta.url)));
