/**
 * @file A rehearsal: a function runs, and what it would have the device do is noted and not done. Then all is as it was before:
 * tensors, gradients, optimizers and the generator. Nothing else runs meanwhile, since all of it happens in one turn.
 */
import type { DType } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import { Node, nextNodeId } from "../ir/node.ts";
import { type GraphKey, sameKey } from "../lower/graph-key.ts";
import { generatorState, restoreGenerator } from "../random/generator.ts";
import { Tensor } from "../tensor/tensor.ts";
import { cover, coverSetter } from "./cover.ts";
import { engine } from "./engine.ts";
import { type Flush, realizeNodes, takeFlushes } from "./flush.ts";
import { noteFlush } from "./flush-mark.ts";
import { registerPendingLoss, takePendingLosses } from "./step.ts";
import { type Stepper, stepWatcher, watchSteps } from "./step-watch.ts";
import { Storage } from "./storage.ts";
import { keepVersion, versionOf } from "./versions.ts";

type AnyTensor = Tensor<DType>;

/** Ends what it began. */
type Undo = () => void;

/** Reads do not come back from a rehearsal. */
const NEVER = new Promise<never>(() => undefined);

export class Rehearsal {
  /** What would have run, each structure once. */
  readonly flushes: Flush[] = [];
  /** Values that were asked for. */
  readCount = 0;
  readonly #keys: GraphKey[] = [];
  /** Nodes that are there already have smaller ids. */
  readonly #firstNode = nextNodeId();
  readonly #undo: Undo[] = [];
  readonly #tensors = new Set<AnyTensor>();
  readonly #steppers = new Set<Stepper>();

  /** Runs `f`, which must not keep a hold of what it has made. */
  run<T>(f: () => T): T {
    this.#begin();
    try {
      return f();
    } finally {
      // The last change is the first to go.
      for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) undo();
      this.#tensors.clear();
      this.#steppers.clear();
    }
  }

  #begin(): void {
    const generator = generatorState();
    const watcher = stepWatcher();
    // Those that wait for a step are computed by the first one.
    const losses = takePendingLosses();
    const restoreLosses = (): void => {
      for (const loss of losses) registerPendingLoss(loss);
    };
    restoreLosses();
    this.#undo.push(() => {
      restoreGenerator(generator);
      watchSteps(watcher);
      takePendingLosses();
      restoreLosses();
      takeFlushes();
    });
    takeFlushes((flush) => this.#take(flush));
    watchSteps({
      made: () => undefined,
      before: (stepper) => this.#beforeStep(stepper),
      after: () => undefined,
      lost: () => watcher?.lost(),
    });
    const { prototype } = Tensor;
    for (const name of ["data", "item", "array"] as const) {
      const read = (self: unknown) => this.#read(name, self as AnyTensor);
      this.#undo.push(cover<[], Promise<unknown>>(prototype, name, prototype[name], (_, self) => read(self)));
    }
    const { queue } = engine();
    this.#undo.push(
      cover(queue, "drained", queue.drained, () => this.#never()),
      coverSetter(prototype, "node", (self) => this.#keep(self as AnyTensor)),
      coverSetter(prototype, "grad", (self) => this.#keep(self as AnyTensor)),
      cover(Node.prototype, "cut", Node.prototype.cut, () => undefined),
      cover(Node.prototype, "release", Node.prototype.release, (run, self) => this.#release(run, self as Node)),
    );
  }

  #take(flush: Flush): void {
    const { op, graph } = flush;
    if (!this.#keys.some((key) => sameKey(key, graph.key))) {
      this.#keys.push(graph.key);
      this.flushes.push(flush);
    }
    for (const node of graph.outputs) {
      const storage = new Storage(0, { kind: "pending" });
      node.storage = storage;
      this.#undo.push(() => {
        const rule = "what a rehearsed function has made has no value";
        storage.fail(new UsageError({ op, rule, got: "made inside of warmup", hint: "call the function again" }));
        if (node.id < this.#firstNode) node.storage = undefined;
      });
    }
    noteFlush();
  }

  #read(op: string, tensor: AnyTensor): Promise<never> {
    realizeNodes(op, [tensor.node]);
    return this.#never();
  }

  #never(): Promise<never> {
    this.readCount++;
    return NEVER;
  }

  /** Values before the last real step must outlive the rehearsed ones. */
  #beforeStep(stepper: Stepper): void {
    if (!this.#steppers.has(stepper)) {
      this.#steppers.add(stepper);
      const steps = stepper.steps();
      this.#undo.push(() => stepper.resume(steps));
    }
    for (const tensor of stepper.tensors()) {
      this.#keep(tensor);
      keepVersion(tensor, undefined);
    }
  }

  /** Remembers what a tensor is, before it changes for the first time. */
  #keep(tensor: AnyTensor): void {
    if (this.#tensors.has(tensor) || tensor.isDisposed) return;
    this.#tensors.add(tensor);
    const { node, grad, isOwner } = tensor;
    const version = versionOf(tensor);
    this.#undo.push(() => {
      if (tensor.isDisposed) return;
      tensor.node = node;
      tensor.grad = grad;
      tensor.isOwner = isOwner;
      keepVersion(tensor, version);
    });
  }

  #release(run: () => void, node: Node): void {
    const { isTracked, isSwept } = node;
    if (node.id < this.#firstNode) this.#undo.push(() => Object.assign(node, { isTracked, isSwept }));
    run();
  }
}
