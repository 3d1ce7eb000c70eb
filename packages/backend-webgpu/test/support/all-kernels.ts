/**
 * @file Every kernel that the operations, losses, layers and optimizers lead to: the programs of the case tables and of
 * the lists below run on a backend that computes nothing and notes what it is asked to compile.
 */
import { type Kernel, registerBackend, type Submission } from "@adjoint/core";
import { NullBackend } from "@adjoint/core/testing";
import {
  add,
  binaryCrossEntropyWithLogits,
  type CrossEntropyOptions,
  configure,
  crossEntropy,
  ctcLoss,
  type DType,
  grad,
  mse,
  nn,
  ones,
  optim,
  rand,
  randint,
  randn,
  random,
  realize,
  scope,
  shutdown,
  type Tensor,
  tensor,
  zeros,
} from "adjoint";
import { gradientsOf, hasGradient } from "../../../adjoint/test/case-gradients.ts";
import { ALL_CASES } from "../../../core/test/cases/all-cases.ts";
import type { Case } from "../../../core/test/cases/case.ts";

/** What WebGPU grants by default, as far as kernels are concerned. */
export const WEBGPU_LIMITS = { maxBuffersPerKernel: 8, maxSharedBytes: 16384 } as const;

/** What running everything has shown. */
export interface Notes {
  /** By key, each with the first program that led to it. */
  readonly kernels: ReadonlyMap<string, NotedKernel>;
  /** Launches that get one buffer twice and write to it, which WebGPU forbids. */
  readonly aliased: readonly string[];
}

export async function runEverything(): Promise<Notes> {
  const aliased: string[] = [];
  const kernels = new Map<string, NotedKernel>();
  let program = "";
  const note = async (kernel: Kernel): Promise<void> => {
    if (!kernels.has(kernel.key)) kernels.set(kernel.key, { kernel, program });
  };
  const onSubmit = ({ plan, buffers }: Submission): void => {
    for (const step of plan.steps) {
      if (step.kind !== "kernel") continue;
      const bound = step.slots.map((slot) => buffers[slot]);
      const isAliased = step.kernel.buffers.some(
        ({ access }, i) => access !== "read" && bound.indexOf(bound[i]) !== bound.lastIndexOf(bound[i]),
      );
      if (isAliased) aliased.push(`${program}, ${step.kernel.name}`);
    }
  };
  registerBackend("null", async () => new NullBackend({ capabilities: WEBGPU_LIMITS, onCompile: note, onSubmit }));
  await configure({ backend: "null" as "cpu", seed: 1 });
  for (const [name, outputs] of Object.entries(allPrograms())) {
    program = name;
    const made = scope(outputs);
    await realize(...made);
    for (const output of made) output.dispose();
  }
  await shutdown();
  return { kernels, aliased };
}

export interface NotedKernel {
  readonly kernel: Kernel;
  readonly program: string;
}

type Program = () => readonly Tensor<DType>[];

/** Programs by name: what they return is computed in one plan. */
function allPrograms(): Record<string, Program> {
  return {
    ...casePrograms(),
    ...rowPrograms(),
    ...lossPrograms(),
    ...layerPrograms(),
    ...optimizerPrograms(),
    ...randomPrograms(),
    ...doublePrograms(),
  };
}

function casePrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  for (const [family, rows] of Object.entries(ALL_CASES)) {
    for (const row of rows) {
      programs[`${family}: ${row.name}`] = () => [row.run(...upload(row))];
      programs[`${family}: gradient of ${row.name}`] = () => {
        const inputs = upload(row);
        return hasGradient(row, row.run(...inputs)) ? gradientsOf(row, inputs) : [];
      };
    }
  }
  return programs;
}

const upload = (row: Case): Tensor[] =>
  row.inputs.map(({ shape, dtype, data }) => tensor(Float64Array.from(data), { shape, dtype }) as Tensor);

/** The value and the gradient of a function of one tensor. */
const both =
  (f: (x: Tensor) => Tensor, shape: readonly number[], dtype: "f32" | "f16" = "f32"): Program =>
  () => {
    const x = tensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), { shape, dtype }) as Tensor;
    return [f(x), grad((v: Tensor) => f(v).sum())(x)];
  };

/** Rows around what workgroup memory holds, with one intermediate result or several. */
function rowPrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  for (const columns of [33, 256, 1000, 1024, 2000, 2048, 3072, 3073, 4096, 5000, 20_000]) {
    const shape = [3, columns];
    programs[`softmax of ${columns}`] = both((x) => x.softmax().mul(3), shape);
    programs[`logSoftmax of ${columns}`] = both((x) => x.logSoftmax().mul(3), shape);
    programs[`layerNorm of ${columns}`] = both((x) => x.layerNorm().mul(x), shape);
    programs[`variance of ${columns}`] = both((x) => x.exp().variance(1), shape);
    programs[`cumsum of ${columns}`] = both((x) => x.cumsum(), shape);
    programs[`sort of ${columns}`] = both((x) => x.sort().values, shape);
    programs[`argmax of ${columns}`] = () => [rand(shape).argmax(1)];
    programs[`sums of softmaxes of ${columns}`] = both(
      (x) => add(x.softmax(), x.exp().div(x.exp().sum(1, true)).mul(x.mul(2).softmax())).sub(x.max(1, true)),
      shape,
    );
  }
  return programs;
}

/** What WGSL cannot say. */
function doublePrograms(): Record<string, Program> {
  const x = (): Tensor => tensor([[1, 2]], { dtype: "f64" }) as Tensor<DType> as Tensor;
  return { f64: () => [x().exp(), x().softmax(), mse(x(), x())] };
}

const REDUCTIONS = ["mean", "sum", "none"] as const;
const whole = (...values: number[]): Tensor<"i32"> => tensor(Int32Array.from(values));

function lossPrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  const entropy: Record<string, () => CrossEntropyOptions> = {
    plain: () => ({}),
    weight: () => ({ weight: ones([5]) }),
    labelSmoothing: () => ({ labelSmoothing: 0.1 }),
    "labelSmoothing and weight": () => ({ labelSmoothing: 0.1, weight: ones([5]) }),
  };
  for (const reduction of REDUCTIONS) {
    for (const half of [false, true])
      programs[`mse, ${reduction}, half ${half}`] = both((x) => mse(x, ones([4, 3]), { reduction, half }), [4, 3]);
    for (const [name, options] of Object.entries(entropy)) {
      programs[`crossEntropy of labels, ${name}, ${reduction}`] = both(
        (x) => crossEntropy(x, whole(0, 1, 2, 4), { ...options(), reduction, ignoreIndex: 2 }),
        [4, 5],
      );
      programs[`crossEntropy of probabilities, ${name}, ${reduction}`] = both(
        (x) => crossEntropy(x, ones([4, 5]), { ...options(), reduction }),
        [4, 5],
      );
    }
    programs[`crossEntropy along axis 1, ${reduction}`] = both(
      (x) => crossEntropy(x, zeros([4, 3], { dtype: "i32" }), { axis: 1, reduction }),
      [4, 5, 3],
    );
    programs[`binaryCrossEntropyWithLogits, ${reduction}`] = both(
      (x) => binaryCrossEntropyWithLogits(x, ones([4, 3]), { reduction }),
      [4, 3],
    );
    programs[`binaryCrossEntropyWithLogits, weighted, ${reduction}`] = both(
      (x) => binaryCrossEntropyWithLogits(x, ones([4, 3]), { reduction, posWeight: ones([3]), labelSmoothing: 0.1 }),
      [4, 3],
    );
  }
  programs["crossEntropy of many classes"] = both((x) => crossEntropy(x, whole(0, 9)), [2, 20_000]);
  programs["mse of f16"] = both((x) => mse(x, ones([4, 3])), [4, 3], "f16");
  return { ...programs, ...ctcPrograms() };
}

function ctcPrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  for (const reduction of REDUCTIONS) {
    for (const given of ["no lengths", "input lengths", "label lengths", "both lengths"]) {
      for (const timeMajor of [false, true]) {
        const options = {
          reduction,
          timeMajor,
          zeroInfinity: timeMajor,
          blank: 1,
          inputLengths: given.startsWith("input") || given.startsWith("both") ? [6, 5] : undefined,
          labelLengths: given.startsWith("label") || given.startsWith("both") ? [2, 1] : undefined,
        };
        programs[`ctcLoss with ${given}, timeMajor ${timeMajor}, ${reduction}`] = both(
          (x) => ctcLoss(x, tensor(Int32Array.of(2, 0, 3, 0), { shape: [2, 2] }), options),
          timeMajor ? [6, 2, 4] : [2, 6, 4],
        );
      }
    }
  }
  // Sizes around each capacity of shared memory, and far beyond.
  for (const labels of [1, 31, 100, 447, 448, 600, 2000, 3072, 3073, 5000]) {
    for (const classes of [3, 80, 6000]) {
      programs[`ctcLoss of ${labels} labels, ${classes} classes`] = both(
        (x) => ctcLoss(x, zeros([1, labels], { dtype: "i32" })),
        [1, 4, classes],
      );
    }
  }
  programs["ctcLoss of empty targets"] = both((x) => ctcLoss(x, zeros([2, 0], { dtype: "i32" })), [2, 3, 4]);
  return programs;
}

function layerPrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  const shape = [3, 5, 7];
  for (const units of [1, 4, 64, 100, 256, 511, 512, 700, 1024, 2048]) {
    for (const bidirectional of [false, true]) {
      for (const reverse of [false, true]) {
        const options = { bidirectional, reverse };
        const layers = {
          rnn: nn.rnn(7, units, options),
          "rnn with relu": nn.rnn(7, units, { ...options, nonlinearity: "relu" }),
          gru: nn.gru(7, units, options),
        };
        const name = `${units} units${bidirectional ? ", bidirectional" : ""}${reverse ? ", reversed" : ""}`;
        for (const [kind, layer] of Object.entries(layers)) {
          programs[`${kind}, ${name}`] = () => {
            const x = rand(shape);
            const { output, state } = layer(x);
            const gradients = grad((p: typeof layer.params) => add(layer.with(p)(x).output.sum(), state.sum()))(
              layer.params,
            );
            return [output, state, ...Object.values(gradients)];
          };
        }
        const layer = nn.lstm(7, units, options);
        programs[`lstm, ${name}`] = () => {
          const x = rand(shape);
          const { output, state } = layer(x);
          const gradients = grad((p: typeof layer.params) => {
            const result = layer.with(p)(x);
            return add(result.output.sum(), result.state.cell.sum());
          })(layer.params);
          return [output, state.cell, ...Object.values(gradients)];
        };
      }
    }
  }
  const network = nn.sequential(nn.linear(7, 8), nn.layerNorm(8), nn.dropout(0.2), nn.linear(8, 2));
  programs["linear, layerNorm and dropout"] = () => [
    ...grad((p: typeof network.params) =>
      network
        .with(p)(rand([3, 7]))
        .sum(),
    )(network.params).flatMap((p) => Object.values(p as object).filter((x) => x !== undefined)),
  ];
  const table = nn.embedding(9, 4);
  programs["embedding"] = () => [
    grad((p: typeof table.params) =>
      table
        .with(p)(whole(1, 2, 1))
        .sum(),
    )(table.params).weight,
  ];
  return programs;
}

function optimizerPrograms(): Record<string, Program> {
  const programs: Record<string, Program> = {};
  const makers = {
    sgd: (p: Params) => optim.sgd(p, { lr: 0.1 }),
    "sgd with momentum": (p: Params) => optim.sgd(p, { lr: 0.1, momentum: 0.9, dampening: 0.1, weightDecay: 0.1 }),
    "sgd, nesterov": (p: Params) => optim.sgd(p, { lr: 0.1, momentum: 0.9, nesterov: true }),
    adam: (p: Params) => optim.adam(p, { lr: 0.1 }),
    adamw: (p: Params) => optim.adamw(p, { lr: 0.1, weightDecay: 0.1 }),
    rmsprop: (p: Params) => optim.rmsprop(p, { lr: 0.1 }),
    adagrad: (p: Params) => optim.adagrad(p, { lr: 0.1 }),
  };
  for (const dtype of ["f32", "f16"] as const) {
    for (const [name, make] of Object.entries(makers)) {
      programs[`${name}, ${dtype}`] = () => {
        const params: Params = { w: tensor([1, 2, 3], { dtype }), b: tensor([[1, 2]], { dtype }) };
        const opt = make(params);
        const gradients = grad((p: Params) => add(p.w.mul(p.w).sum(), p.b.sum()).cast("f32"))(params);
        opt.step(optim.clipGlobalNorm(gradients, 1));
        opt.step(gradients);
        return [params.w, params.b];
      };
    }
  }
  return programs;
}

interface Params {
  readonly w: Tensor<"f32" | "f16">;
  readonly b: Tensor<"f32" | "f16">;
}

function randomPrograms(): Record<string, Program> {
  const key = random.key(3);
  return {
    rand: () => [rand([3, 4])],
    "uniform in a range": () => [random.uniform(key, [7], { low: -2, high: 3 })],
    randn: () => [randn([3, 4])],
    "normal of a mean": () => [random.normal(key, [7], { mean: 1, std: 2 })],
    randint: () => [randint(-3, 9, [5])],
    bernoulli: () => [random.bernoulli(key, 0.3, [5])],
    permutation: () => [random.permutation(key, 500)],
    bits: () => [random.bits(key, [5])],
  };
}
