/** @file The number of threads changes no bit of any result, and threads that rest keep no process alive. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  configure,
  crossEntropy,
  ctcLoss,
  cumsum,
  type DType,
  grad,
  manualSeed,
  nn,
  optim,
  rand,
  randint,
  randn,
  random,
  realize,
  scatterAdd,
  shutdown,
  sort,
  type Tensor,
  type TypedArray,
  valueAndGrad,
  zeros,
} from "adjoint";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";

afterAll(() => shutdown());

type Results = readonly Tensor<DType>[];

/** Large enough that work is split among threads. */
const PROGRAMS: Readonly<Record<string, () => Results>> = {
  "a training step of a network with dropout": () => {
    const first = nn.linear(300, 257);
    const second = nn.linear(257, 10);
    const drop = nn.dropout(0.2);
    const params = { first: first.params, second: second.params };
    const opt = optim.adam(params, { lr: 1e-2 });
    const x = randn([200, 300]);
    const labels = randint(0, 10, [200]);
    const loss = (p: typeof params): Tensor =>
      crossEntropy(second.with(p.second)(drop(first.with(p.first)(x).gelu())), labels);
    const values = Array.from({ length: 2 }, () => {
      const [value, grads] = valueAndGrad(loss)(params);
      opt.step(optim.clipGlobalNorm(grads, 1));
      return value;
    });
    return [...values, params.first.weight, params.second.weight];
  },
  "a training step of a recurrent network with CTC": () => {
    const layer = nn.gru(24, 32, { bidirectional: true });
    const head = nn.linear(64, 12);
    const params = { layer: layer.params, head: head.params };
    const opt = optim.sgd(params, { lr: 0.1, momentum: 0.9 });
    const x = randn([17, 60, 24]);
    const labels = randint(1, 12, [17, 8]);
    const loss = (p: typeof params): Tensor =>
      ctcLoss(head.with(p.head)(layer.with(p.layer)(x).output), labels, { labelLengths: new Array(17).fill(7) });
    const [value, grads] = valueAndGrad(loss)(params);
    opt.step(grads);
    return [value, params.layer.hiddenWeight, params.layer.inputWeight, params.head.weight];
  },
  "a training step of an LSTM": () => {
    const layer = nn.lstm(9, 20);
    const x = randn([33, 40, 9]);
    const grads = grad((p: typeof layer.params) => layer.with(p)(x).output.square().mean())(layer.params);
    return [grads.hiddenWeight, grads.inputWeight, grads.inputBias];
  },
  sorting: () => {
    const { values, indices } = sort(randint(0, 50, [9, 5000]));
    return [values, indices, sort(rand([300, 70]), 0).indices, random.permutation(random.key(1), 5000)];
  },
  "running sums": () => [cumsum(rand([3, 30_000])), cumsum(rand([200, 300]), 0)],
  "scattered sums": () => [
    scatterAdd(zeros([50, 64]), randint(0, 50, [4000]), rand([4000, 64])),
    scatterAdd(zeros([30]), randint(0, 30, [20_000]), rand([20_000])),
  ],
  reductions: () => {
    const x = randn([700, 900]);
    return [x.sum(), x.mean(0), x.max(1), x.variance(), x.variance(0), x.logSumExp(1), x.argmax(0), x.sum(1).norm()];
  },
  products: () => [
    randn([130, 514]).matmul(randn([514, 67])),
    randn([7, 33, 40]).matmul(randn([7, 40, 21])),
    randn([3000]).matmul(randn([3000, 31])),
  ],
  "random numbers": () => [rand([40_000]), randn([40_000])],
};

async function bitsWith(threads: number, run: () => Results): Promise<Uint8Array[]> {
  await shutdown();
  const info = await configure({ threads });
  expect(info.threads).toBe(threads);
  manualSeed(11);
  const results = run();
  await realize(...results);
  const values: TypedArray[] = [];
  for (const result of results) values.push(await result.data());
  return values.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
}

describe("one, two and three threads give the same bits", () => {
  test.each(Object.entries(PROGRAMS))("%s", async (_, run) => {
    const one = await bitsWith(1, run);
    expect(one.some((bytes) => bytes.some((byte) => byte !== 0))).toBe(true);
    for (const threads of [2, 3]) {
      const several = await bitsWith(threads, run);
      expect(several.map((bytes, i) => Buffer.compare(bytes, one[i] as Uint8Array))).toEqual(one.map(() => 0));
    }
  });
});

describe("a program with threads ends by itself", () => {
  const programs: Readonly<Record<string, string>> = {
    "after a read": "const x = rand([600, 600]); console.log((await x.matmul(x).sum().item()) > 0);",
    "without waiting for what it enqueued": "const x = rand([600, 600]); realize(x.matmul(x)); console.log(true);",
    "after a failure": 'try { tensor([1]).reshape([2]); } catch { console.log("true"); }',
  };

  test.each(Object.entries(programs))("%s", async (_, body) => {
    const folder = await mkdtemp(join(tmpdir(), "threads-"));
    try {
      const outfile = join(folder, "adjoint.mjs");
      const entry = fileURLToPath(new URL("../src/index.ts", import.meta.url));
      await build({
        entryPoints: [entry],
        outfile,
        bundle: true,
        format: "esm",
        platform: "node",
        conditions: ["source"],
        logLevel: "error",
      });
      const program = `import { configure, rand, realize, tensor } from "${pathToFileURL(outfile)}";
        await configure({ threads: 3 }); ${body}`;
      expect(await endOf(program)).toEqual({ code: 0, output: "true\n", errors: "" });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

interface End {
  /** Null if it had to be ended. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program in a process of its own, which has ten seconds to end. */
function endOf(program: string): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { timeout: 10_000 });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}
