/**
 * @file What an optimizer's step does to tensors: one flush computes their next values, and the losses differentiated
 * since the last step; then the tensors are moved to the new storage.
 */
import type { DType } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import * as ir from "../ir/build.ts";
import type { Node } from "../ir/node.ts";
import { formatShape, sameShape } from "../shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { valueNode } from "./alias.ts";
import { throwPendingFailure } from "./failures.ts";
import { enqueueFlush, type Flush, prepareFlush } from "./flush.ts";
import { keep } from "./scope.ts";
import type { Storage } from "./storage.ts";
import { endVersion, keepVersion } from "./versions.ts";

/** A tensor of any dtype. */
type AnyTensor = Tensor<DType>;

/** A tensor and the node that holds its next value. */
export interface Update {
  readonly tensor: AnyTensor;
  readonly next: Node;
}

/** Losses that were differentiated since the last step, if somebody can still read them. */
let pendingLosses: WeakRef<Node>[] = [];

const LEAST_BEFORE_SWEEP = 256;

/** At how many those are dropped that no step has to compute any more: a program may never step. */
let sweepAt = LEAST_BEFORE_SWEEP;

/** Notes that a loss was differentiated: the next step computes it along with the parameters. */
export function registerPendingLoss(loss: Node): void {
  if (pendingLosses.length >= sweepAt) {
    pendingLosses = pendingLosses.filter((pending) => isWithoutValue(pending.deref()));
    sweepAt = Math.max(LEAST_BEFORE_SWEEP, 2 * pendingLosses.length);
  }
  pendingLosses.push(new WeakRef(loss));
}

/** The losses noted since the last call that have no value yet. */
export function takePendingLosses(): Node[] {
  const losses = pendingLosses.map((loss) => loss.deref());
  pendingLosses = [];
  sweepAt = LEAST_BEFORE_SWEEP;
  return losses.filter(isWithoutValue);
}

function isWithoutValue(loss: Node | undefined): loss is Node {
  return loss !== undefined && valueNode(loss).storage === undefined;
}

/**
 * Computes the next values of tensors, and `extra` nodes, in one flush, and moves the tensors to their next values. The
 * values before stay readable until the next step of the same tensor. What is stepped outlives the scope it was made in.
 *
 * @throws {AdjointError} a failure of earlier work that nobody has read.
 * @throws {UsageError} if a value that is needed was disposed, or a shape or dtype changes.
 */
export function stepNodes(updates: readonly Update[], extra: readonly Node[] = []): void {
  throwPendingFailure();
  for (const update of updates) checkUpdate(update);
  const owned = ownNodes(updates);
  const flush = prepareWithExtra(owned, extra);
  // A gradient that was never cleared may still need the values before last.
  for (const { allocation } of flush?.inputs ?? []) allocation.pin();
  // Memory of the values before last is free before the new ones are allocated: two buffers in turn for each tensor.
  for (const { tensor } of updates) endVersion(tensor, "an optimizer step replaced it");
  if (flush !== undefined) enqueueFlush(flush);
  for (const { allocation } of flush?.inputs ?? []) allocation.unpin();
  updates.forEach(({ tensor }, i) => {
    const { storage } = owned[i] as Node;
    if (storage !== undefined) move(tensor, storage);
  });
}

function checkUpdate({ tensor: { node }, next }: Update): void {
  if (sameShape(node.shape, next.shape) && node.dtype === next.dtype) return;
  const got = `${node.dtype}${formatShape(node.shape)} becoming ${next.dtype}${formatShape(next.shape)}`;
  throw new UsageError({ op: "step", rule: "a step keeps shape and dtype", got });
}

/** The next nodes, each with a value of its own: what another tensor holds, or another update computes, is copied. */
function ownNodes(updates: readonly Update[]): Node[] {
  const taken = new Set<Node>();
  return updates.map(({ next }) => {
    const isShared = taken.has(next) || valueNode(next).storage !== undefined;
    taken.add(next);
    return isShared ? ir.barrier(next) : next;
  });
}

/** A loss that needs what was disposed is left out: reading it gives the error, the step goes on. */
function prepareWithExtra(owned: readonly Node[], extra: readonly Node[]): Flush | undefined {
  try {
    return prepareFlush("step", [...owned, ...extra]);
  } catch (error) {
    if (!(error instanceof UsageError) || extra.length === 0) throw error;
    const usable = extra.filter(isComputable);
    return prepareFlush("step", [...owned, ...usable]);
  }
}

function isComputable(node: Node): boolean {
  try {
    prepareFlush("step", [node]);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** Moves a tensor to another value of its shape and dtype. */
export function move(tensor: AnyTensor, storage: Storage): void {
  const before = tensor.node;
  keepVersion(tensor, valueNode(before).storage);
  const node = ir.buffer(before.shape, before.dtype, before.isTracked);
  node.storage = storage;
  storage.owner = tensor;
  tensor.node = node;
  keep(tensor);
}
