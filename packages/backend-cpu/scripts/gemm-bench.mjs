/**
 * @file `node packages/backend-cpu/scripts/gemm-bench.mjs [threads] [rows x vectors]`: GFLOP/s of the dot module, best of
 * many short runs, by size and layout. Add `--experimental-wasm-relaxed-simd` on Node 20 to measure fused multiply-add.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const [threads = 1, rows = 0, vectors = 0] = process.argv.slice(2).flatMap((text) => text.split("x").map(Number));
const source = `
  export { Arena } from "../src/arena.ts";
  export { Executor } from "../src/threads/executor.ts";
  export { dotTask } from "../src/dot/dot-task.ts";
  export { buildDotModule } from "../src/dot/dot-module.ts";
  export { DEFAULT_TILE } from "../src/dot/tile.ts";
`;

/** @type {readonly (readonly [m: number, n: number, k: number, batch?: number])[]} */
const shapes = [
  [16, 16, 16, 64],
  [32, 32, 32],
  [64, 64, 64],
  [128, 128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [1000, 777, 513],
  [1024, 1024, 1024],
  [128, 10, 256],
  [128, 256, 784],
  [8, 1024, 1024],
  [1, 1024, 1024],
  [1024, 1, 1024],
  [64, 64, 32, 96],
];

const folder = mkdtempSync(join(tmpdir(), "gemm-bench-"));
try {
  const outfile = join(folder, "dot.mjs");
  const resolveDir = fileURLToPath(new URL(".", import.meta.url));
  const stdin = { contents: source, resolveDir, loader: /** @type {const} */ ("ts") };
  await build({ stdin, outfile, bundle: true, format: "esm", platform: "neutral", conditions: ["source"] });
  const dot = await import(pathToFileURL(outfile).href);
  await measure(dot);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {any} dot the modules bundled above */
async function measure({ Arena, Executor, dotTask, buildDotModule, DEFAULT_TILE }) {
  const tile = rows > 0 ? { rows, vectors } : DEFAULT_TILE;
  const isFma = WebAssembly.validate(buildDotModule({ tile, isFma: true, isShared: true }).build());
  const arena = new Arena();
  const executor = new Executor(arena, { threads });
  const module = executor.register(new WebAssembly.Module(buildDotModule({ tile, isFma, isShared: true }).build()));
  await executor.ready();
  console.log(`threads ${executor.threads}, tile ${tile.rows}x${tile.vectors * 4}, ${isFma ? "fma" : "mul+add"}`);
  for (const [m, n, k, batch = 1] of shapes) {
    const figures = ["NN", "NT", "TN"].map((layout) => {
      const [isATransposed, isBTransposed] = [layout[0] === "T", layout[1] === "T"];
      const strides = { aBatchStride: m * k, bBatchStride: k * n };
      const task = dotTask({ batch, m, n, k, isATransposed, isBTransposed, ...strides }, executor.threads, tile);
      const [a, b, out, args] = [m * k, k * n, m * n, 32].map((count) => arena.allocate(batch * count * 4));
      arena.views.f32.fill(0.5, a >>> 2, (a >>> 2) + batch * m * k).fill(0.25, b >>> 2, (b >>> 2) + batch * k * n);
      arena.views.i32.set(task.words, args >>> 2);
      for (const [i, pointer] of [a, b, out].entries()) arena.views.i32[(args >>> 2) + task.pointers[i]] = pointer;
      const list = executor.encodeTasks([{ module, args, ...task }]);
      const flops = 2 * batch * m * n * k;
      const best = bestMs(() => executor.run(list), Math.max(1, Math.round(2e7 / flops)));
      for (const pointer of [a, b, out, args]) arena.release(pointer);
      return `${layout} ${(flops / best / 1e6).toFixed(1).padStart(5)}`;
    });
    console.log(`${`${batch > 1 ? `${batch} · ` : ""}${m} × ${n} × ${k}`.padEnd(20)} ${figures.join("  ")}`);
  }
  await executor.dispose();
}

/**
 * Least time of one call, in ms, out of 0.5 s. With one thread it is processor time, so that other programs disturb less.
 *
 * @param {() => void} call
 * @param {number} count calls that are timed together
 */
function bestMs(call, count) {
  let best = Number.POSITIVE_INFINITY;
  const end = performance.now() + 500;
  while (performance.now() < end) {
    const start = nowMs();
    for (let i = 0; i < count; i++) call();
    best = Math.min(best, (nowMs() - start) / count);
  }
  return best;
}

function nowMs() {
  if (threads > 1) return performance.now();
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
