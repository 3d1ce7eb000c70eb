/**
 * @file What all optimizers share: parameters and state as tensors, the step as one plan, and the rate.
 */
import type { Tree } from "@adjoint/autograd";
import {
  cast,
  type DType,
  ir,
  type Stepper,
  stepNodes,
  stepWatcher,
  Tensor,
  type TypedArray,
  takePendingLosses,
  tensor,
  throwPendingFailure,
  type Update,
  UsageError,
} from "@adjoint/core";
import { type Method, type StepScalars, stateAt } from "./method.ts";
import { accumulatedGradients, computeDType, givenGradients, type Owned, ownParameters } from "./owned.ts";
import type { Schedule } from "./schedules.ts";

/** All that a later `loadStateDict` needs to go on as if nothing had been interrupted, apart from the parameters. */
export interface OptimizerState {
  readonly method: string;
  /** Steps done. */
  readonly step: number;
  /** By name of the state, such as `mean`, and place of the parameter, such as `params.layers[0].weight`. */
  readonly tensors: Readonly<Record<string, Readonly<Record<string, TypedArray>>>>;
}

/** Changes parameters by their gradients. Made by `sgd`, `adam` and the others. */
export class Optimizer<P extends Tree> {
  /** The learning rate, or a function of the step that gives it, counted from 0. May be set at any time. */
  lr: number | Schedule;
  readonly #method: Method;
  readonly #owned: readonly Owned[];
  #stepCount = 0;
  /** What recovery from a lost device sees; it lives as long as the optimizer. */
  #stepper: Stepper | undefined;

  /**
   * @throws {UsageError} if `params` hold anything but tensors, or none.
   * @throws {DTypeError} if a parameter is not of a floating dtype.
   */
  constructor(params: P, lr: number | Schedule, method: Method) {
    this.#method = method;
    this.lr = lr;
    this.#owned = ownParameters(method, params);
    this.#rate();
    stepWatcher()?.made(this.#watched());
  }

  /** Steps done so far. */
  get steps(): number {
    return this.#stepCount;
  }

  /**
   * Updates all parameters: by `grads`, a tree like that of the parameters, or by what `backward` has accumulated in their
   * `grad` (parameters without one stay as they are). The parameters keep their identity and get new values. One plan
   * computes them, the optimizer's state, and every loss that was differentiated since the last step.
   * @throws {UsageError} if `grads` has another structure, or is left out and no parameter has a gradient.
   * @throws {ShapeError} if a gradient has not the shape of its parameter.
   * @throws {AdjointError} a failure of earlier work on the device that nobody has read.
   */
  step(grads?: P): void {
    throwPendingFailure();
    const watcher = stepWatcher();
    watcher?.before(this.#watched());
    const scalars = scalarCache(this.#method.scalars(this.#rate(), this.#stepCount + 1));
    const updates = ir.withTracking(false, () => {
      const gradients = this.#gradients(grads);
      return this.#owned.flatMap((entry, index) => {
        const gradient = gradients[index];
        return gradient === undefined ? [] : this.#update(entry, gradient, scalars);
      });
    });
    stepNodes(updates, takePendingLosses());
    this.#stepCount++;
    watcher?.after();
  }

  /** Forgets what `backward` has accumulated. */
  zeroGrad(): void {
    for (const { parameter } of this.#owned) parameter.grad = null;
  }

  /** The state, copied to the host: keep it with the parameters to resume training. */
  async stateDict(): Promise<OptimizerState> {
    const step = this.#stepCount;
    const reads = this.#method.state.map(async (name, slot) => {
      const entries = this.#owned.map(
        async ({ paths: [path = "params"], state }) => [path, await stateTensor(state, slot).data()] as const,
      );
      return [name, Object.fromEntries(await Promise.all(entries))] as const;
    });
    return { method: this.#method.name, step, tensors: Object.fromEntries(await Promise.all(reads)) };
  }

  /**
   * Goes on from a saved state.
   * @throws {UsageError} if it is of another method, or of parameters of another structure.
   */
  loadStateDict(saved: OptimizerState): void {
    const op = `${this.#method.name}.loadStateDict`;
    if (saved.method !== this.#method.name) {
      throw new UsageError({
        op,
        rule: "the state must be of the same method",
        got: saved.method,
        hint: "load it into that one",
      });
    }
    const loaded = this.#owned.flatMap(({ paths: [path = "params"], state }) =>
      this.#method.state.map((name, slot) => {
        const { shape, dtype, size } = stateTensor(state, slot);
        const data = saved.tensors[name]?.[path];
        if (data?.length === size) return () => replace(state, slot, tensor(data, { shape, dtype }));
        const rule = `${name} of ${path} must have ${size} elements`;
        const hint = "make the optimizer with the parameters that it was saved with";
        throw new UsageError({ op, rule, got: String(data?.length ?? "none"), hint });
      }),
    );
    for (const load of loaded) load();
    this.#stepCount = saved.step;
  }

  /** Frees the state. */
  dispose(): void {
    for (const { state } of this.#owned) for (const tensor of state) tensor.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #watched(): Stepper {
    this.#stepper ??= {
      steps: () => this.#stepCount,
      resume: (steps) => {
        this.#stepCount = steps;
      },
      tensors: () => this.#owned.flatMap(({ parameter, state }) => [parameter, ...state]),
    };
    return this.#stepper;
  }

  #rate(): number {
    const rate = typeof this.lr === "function" ? this.lr(this.#stepCount) : this.lr;
    if (Number.isFinite(rate) && rate >= 0) return rate;
    const got = `${rate} at step ${this.#stepCount}`;
    throw new UsageError({
      op: this.#method.name,
      rule: "the learning rate must be a number ≥ 0",
      got,
      hint: "1e-3 is usual",
    });
  }

  #gradients(grads: P | undefined): readonly (Tensor<DType> | undefined)[] {
    const op = `${this.#method.name}.step`;
    return grads === undefined ? accumulatedGradients(op, this.#owned) : givenGradients(op, this.#owned, grads);
  }

  #update({ parameter, state }: Owned, gradient: Tensor<DType>, scalars: ScalarsOf): Update[] {
    const dtype = computeDType(parameter.dtype);
    const value = cast(new Tensor<DType>(ir.detach(parameter.node)), dtype) as Tensor;
    const result = this.#method.update(
      value,
      cast(gradient, dtype) as Tensor,
      state as readonly Tensor[],
      scalars(dtype),
    );
    const next: Update = { tensor: parameter, next: ir.cast(result.parameter.node, parameter.dtype) };
    return [next, ...state.map((before, slot) => ({ tensor: before, next: stateAt(result.state, slot).node }))];
  }
}

type ScalarsOf = (dtype: DType) => StepScalars<string>;

/** The scalars of a step as tensors, one for each dtype that parameters have. */
function scalarCache(values: Readonly<Record<string, number>>): ScalarsOf {
  const made = new Map<DType, StepScalars<string>>();
  return (dtype) => {
    const known = made.get(dtype);
    if (known !== undefined) return known;
    const entries = Object.entries(values).map(([name, value]) => [name, new Tensor(ir.scalar(value, dtype))] as const);
    const scalars: StepScalars<string> = Object.fromEntries(entries);
    made.set(dtype, scalars);
    return scalars;
  };
}

function replace(state: Tensor<DType>[], slot: number, next: Tensor<DType>): void {
  stateTensor(state, slot).dispose();
  state[slot] = next;
}

function stateTensor(state: readonly Tensor<DType>[], slot: number): Tensor<DType> {
  return stateAt(state as readonly Tensor[], slot);
}

/** @throws {UsageError} if one of the options, given by name, is not in [low, high), or [low, ∞) if high is not finite. */
export function checkRange(op: string, options: Readonly<Record<string, number>>, low: number, high: number): void {
  for (const [name, value] of Object.entries(options)) {
    if (value >= low && value < high) continue;
    const range = high === Number.POSITIVE_INFINITY ? `at least ${low} and finite` : `in [${low}, ${high})`;
    throw new UsageError({
      op,
      rule: `${name} must be ${range}`,
      got: String(value),
      hint: "leave it out for the default",
    });
  }
}
