/**
 * @file Flushing: from nodes that are wanted to an enqueued job. Returns at once; nothing here waits for the device.
 */
import { DTYPES } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import { development } from "../ir/development.ts";
import type { Node } from "../ir/node.ts";
import { type Collected, collect } from "../lower/collect.ts";
import { formatShape, sizeOf } from "../shape.ts";
import { valueNode } from "./alias.ts";
import { engine } from "./engine.ts";
import { noteFlush } from "./flush-mark.ts";
import type { CachedPlan } from "./plan-cache.ts";
import { preparePlanning } from "./programs.ts";
import type { Session } from "./session.ts";
import { snapshot } from "./snapshot.ts";
import { Storage } from "./storage.ts";

/** What one flush computes: checked, but not enqueued. */
export interface Flush {
  readonly op: string;
  readonly graph: Collected;
  /** The plan, or a copy of the graph to plan once the backend, and what else planning needs, has loaded. */
  readonly source: CachedPlan | Collected;
  readonly inputs: readonly Storage[];
}

/** Bytes of a node's value on the device. */
export function sizeBytesOf(node: Node): number {
  return sizeOf(node.shape) * DTYPES[node.dtype].sizeBytes;
}

/**
 * Enqueues what is needed to compute the nodes that have no value yet. They have storage afterwards, or share that of the
 * node they rename.
 * @throws {UsageError} if a value that is needed was disposed.
 * @throws {DeviceLostError} if the device is gone, or a value that is needed was on one.
 * @throws {AdjointError} if the device, being known, cannot run the graph. Nothing is enqueued then.
 */
export function realizeNodes(op: string, nodes: readonly Node[]): void {
  const flush = prepareFlush(op, nodes);
  if (flush !== undefined) enqueueFlush(flush);
}

/** Collects and plans what the nodes need; undefined if all have a value. */
export function prepareFlush(op: string, nodes: readonly Node[]): Flush | undefined {
  const outputs = new Set<Node>();
  for (const node of nodes) if (valueNode(node).storage === undefined) outputs.add(node);
  if (outputs.size === 0) return undefined;
  const graph = collect([...outputs]);
  const inputs = graph.leaves.map((leaf) => usableStorage(op, leaf));
  if (graph.argument !== undefined) usableStorage(op, graph.argument);
  const { session } = engine();
  session?.requireDevice(op);
  return { op, graph, source: sourceOf(op, graph, session), inputs };
}

/** The plan, if it can be made at once. */
function sourceOf(op: string, graph: Collected, session: Session | undefined): CachedPlan | Collected {
  const known = session?.plans.find(graph.key);
  if (known !== undefined) return known;
  const isPlannable = session !== undefined && preparePlanning(graph) === undefined;
  return isPlannable ? session.plans.planFor(op, graph) : collect(snapshot(graph));
}

let taker: ((flush: Flush) => void) | undefined;

/** Gives flushes to a function instead of enqueuing them, until it is called without one. For `warmup`. */
export function takeFlushes(by?: (flush: Flush) => void): void {
  taker = by;
}

/** Gives the outputs storage and enqueues the run that fills it. */
export function enqueueFlush(flush: Flush): void {
  if (taker !== undefined) {
    taker(flush);
    return;
  }
  const { op, graph, source, inputs } = flush;
  const outputs = graph.outputs.map((node) => {
    const storage = new Storage(sizeBytesOf(node), { kind: "pending" });
    node.storage = storage;
    return storage;
  });
  const scalars = new Float64Array(graph.scalars.length);
  graph.scalars.forEach(({ spec }, i) => {
    if (spec.kind === "scalar") scalars[i] = spec.value;
  });
  for (const storage of inputs) storage.allocation.pin();
  for (const storage of outputs) storage.allocation.pin();
  for (const node of graph.outputs) if (!node.isTracked) node.cut();
  noteFlush();
  engine().queue.push({ op, source, inputs, outputs, scalars, made: development && graph.outputs });
}

function usableStorage(op: string, leaf: Node): Storage {
  const { storage } = leaf;
  if (storage === undefined) {
    const rule = "a tensor that stands for an argument has no value";
    throw new UsageError({
      op,
      rule,
      got: `${leaf.dtype}${formatShape(leaf.shape)}`,
      hint: "do not read inside a traced function",
    });
  }
  if (storage.isDisposed) throw storage.errorFor(op);
  const lost = storage.allocation.lossFor(op);
  if (lost !== undefined) throw lost;
  return storage;
}
