/** @file Two engines on one adapter at once, each with its own copy of the library: as two workers have, or two pages. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import * as adjoint from "adjoint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";

/** Trains a little, and prints the losses. */
const PROGRAM = `
import { parentPort, workerData } from "node:worker_threads";
const { configure, manualSeed, optim, rand, shutdown, tensor } = await import(workerData.library);
const { backend } = await configure({ backend: "webgpu" });
manualSeed(workerData.seed);
const w = rand([32, 32]);
w.requiresGrad = true;
const x = rand([16, 32]);
const optimizer = optim.adam([w], { lr: 0.01 });
const losses = [];
for (let i = 0; i < 20; i++) {
  const loss = x.matmul(w).sub(1).square().mean();
  loss.backward();
  optimizer.step();
  optimizer.zeroGrad();
  losses.push(await loss.item());
}
await shutdown();
parentPort.postMessage({ backend, losses });
`;

let folder = "";
let library = "";

beforeAll(async () => {
  // Inside the package, so that Dawn is found from there.
  const parent = fileURLToPath(new URL("../node_modules/.test", import.meta.url));
  await mkdir(parent, { recursive: true });
  folder = await mkdtemp(join(parent, "two-engines-"));
  const entry = fileURLToPath(new URL("../../adjoint/src/index.ts", import.meta.url));
  const bundles = await bundleForNode({ adjoint: entry }, folder);
  library = pathToFileURL(bundles["adjoint"] ?? "").href;
  await writeFile(join(folder, "program.mjs"), PROGRAM);
});

afterAll(async () => {
  await adjoint.shutdown();
  await rm(folder, { recursive: true, force: true });
});

interface Trained {
  readonly backend: string;
  readonly losses: readonly number[];
}

function train(seed: number): Promise<Trained> {
  const worker = new Worker(join(folder, "program.mjs"), { workerData: { seed, library } });
  return new Promise((resolve, reject) => {
    worker.once("message", (trained: Trained) => void worker.terminate().then(() => resolve(trained)));
    worker.once("error", reject);
  });
}

test("in one thread, do not disturb each other", async () => {
  const other = (await import(/* @vite-ignore */ library)) as typeof adjoint;
  const infos = await Promise.all([adjoint, other].map((copy) => copy.configure({ backend: "webgpu" })));
  expect(infos.map(({ backend }) => backend)).toEqual(["webgpu", "webgpu"]);
  const [a, b] = [adjoint.tensor([1, 2, 3]), other.tensor([4, 5, 6])];
  expect(await Promise.all([a.mul(2).sum().item(), b.mul(3).sum().item()])).toEqual([12, 45]);
  await other.shutdown();
  expect(await a.add(0.5).array()).toEqual([1.5, 2.5, 3.5]);
});

test("in two workers, train at once, and as each does alone", async () => {
  const [first, second] = await Promise.all([train(1), train(2)]);
  for (const { backend, losses } of [first, second]) {
    expect(backend).toBe("webgpu");
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? Number.NaN);
  }
  expect(first.losses).not.toEqual(second.losses);
  expect(await train(1)).toEqual(first);
});
