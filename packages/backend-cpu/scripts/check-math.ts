/** @file The program behind `check-math.mjs`. */
import { parseArgs } from "node:util";
import { type BoundedOp, MATH_BOUNDS, SWEEP_CHUNK, sweepMath } from "@adjoint/core/testing";
import { createCpuBackend } from "../src/cpu-backend.ts";
import { compileOp } from "../test/evaluate-op.ts";

const OPS = Object.keys(MATH_BOUNDS) as BoundedOp[];

const HELP = `Measures math functions on WebAssembly against double precision, in units in the last place.

  node packages/backend-cpu/scripts/check-math.mjs [--op NAME] [--stride N]

  --op NAME    one of ${OPS.join(", ")}; all by default, may be repeated
  --stride N   every N-th float32; 1, the default, takes all, which is some minutes for each function
  --help       this text

The exit code is 1 if a function breaks its bound.`;

/** Draws a bar, on terminals only. */
function drawProgress(op: string, done: number): void {
  if (!process.stderr.isTTY) return;
  const width = 40;
  const full = Math.round(done * width);
  process.stderr.write(
    `\r${op.padEnd(6)} [${"#".repeat(full)}${"-".repeat(width - full)}] ${(100 * done).toFixed(1)}%`,
  );
  if (done === 1) process.stderr.write("\r\x1b[K");
}

function isBounded(op: string): op is BoundedOp {
  return Object.hasOwn(MATH_BOUNDS, op);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      op: { type: "string", multiple: true, default: OPS },
      stride: { type: "string", default: "1" },
      help: { type: "boolean", default: false },
    },
  });
  const { op: ops, help } = values;
  const stride = Number(values.stride);
  if (help || !ops.every(isBounded) || !(Number.isInteger(stride) && stride > 0)) {
    console.log(HELP);
    process.exitCode = help ? 0 : 2;
    return;
  }
  const backend = await createCpuBackend({ threads: 1 });
  for (const op of ops) {
    const started = performance.now();
    const evaluate = await compileOp(backend, op, SWEEP_CHUNK);
    const worst = await sweepMath(op, evaluate, { stride, onProgress: (done) => drawProgress(op, done) });
    const { ulp } = MATH_BOUNDS[op];
    const isKept = worst.error <= ulp;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${isKept ? "ok  " : "FAIL"} ${op.padEnd(6)} bound ${ulp}, found ${worst}; ${worst.count} numbers, ${seconds} s`,
    );
    if (!isKept) process.exitCode = 1;
  }
  await backend.dispose();
}

await main();
