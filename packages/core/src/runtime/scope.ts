/**
 * @file `scope`: tensors made inside a function are disposed when it returns, but for its result.
 */
import type { DType } from "../dtype.ts";
import { UsageError } from "../errors.ts";
import { type Node, nextNodeId } from "../ir/node.ts";
import { hasTensorBrand } from "../tensor/brand.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { valueNode } from "./alias.ts";
import { realizeNodes } from "./flush.ts";

interface Frame {
  readonly made: Set<AnyTensor>;
  /** Nodes below this id were there before the scope began; handles made inside may share them. */
  readonly firstNode: number;
  /** True if `keep` does not take tensors out: the scope is that of a test. */
  readonly isTotal: boolean;
}

type AnyTensor = Tensor<DType>;

const frames: Frame[] = [];

/** Notes a new tensor in the innermost scope. */
export function track(tensor: AnyTensor): void {
  if (frames.length > 0) frames.at(-1)?.made.add(tensor);
}

/** Takes a tensor out of all scopes: it lives until it is disposed or unreachable. Returns it. */
export function keep<T extends AnyTensor>(tensor: T): T {
  for (const { made, isTotal } of frames) if (!isTotal) made.delete(tensor);
  return tensor;
}

/**
 * Runs `f` and disposes the tensors made inside, but for those in its result (any nesting of objects and arrays), which
 * are realised first.
 *
 * @throws {UsageError} if `f` returns a promise: tensors would be disposed while it is pending.
 * @example const loss = scope(() => mse(model(x), y))
 */
export function scope<R>(f: () => R): R {
  const frame = openFrame(false);
  let kept: Set<AnyTensor> | undefined;
  try {
    const result = f();
    refusePromise(result);
    const tensors = tensorsIn(result);
    realizeNodes(
      "scope",
      [...tensors].map((tensor) => tensor.node),
    );
    kept = tensors;
    return result;
  } finally {
    closeFrame(frame, kept ?? new Set());
  }
}

function openFrame(isTotal: boolean): Frame {
  const frame: Frame = { made: new Set(), firstNode: nextNodeId(), isTotal };
  frames.push(frame);
  return frame;
}

/** Opens a scope that may span awaits, and that `keep` does not escape. Returns what closes it. For tests. */
export function openTestScope(): () => void {
  const frame = openFrame(true);
  return () => closeFrame(frame, new Set());
}

function closeFrame(frame: Frame, kept: ReadonlySet<AnyTensor>): void {
  frames.splice(frames.indexOf(frame), 1);
  const keptNodes = new Set<Node>();
  for (const tensor of kept) {
    const base = valueNode(tensor.node);
    // A result that only renames a value made inside takes the value over, as does a second handle on it.
    if (base.id >= frame.firstNode) {
      if (tensor.node.storage === undefined) tensor.node.storage = base.storage;
      tensor.isOwner = true;
    }
    keptNodes.add(tensor.node).add(base);
    if (frame.made.has(tensor)) track(tensor);
  }
  for (const tensor of frame.made) {
    if (kept.has(tensor) || tensor.isDisposed) continue;
    const { node } = tensor;
    const isEnding = node.storage !== undefined && node.id >= frame.firstNode && !keptNodes.has(node);
    tensor.end(isEnding && tensor.isOwner);
  }
}

function refusePromise(result: unknown): void {
  if (typeof result !== "object" || result === null || !("then" in result) || typeof result.then !== "function") return;
  const hint = "await outside, or dispose by hand";
  throw new UsageError({ op: "scope", rule: "the function must be synchronous", got: "a promise", hint });
}

/** The tensors in any nesting of objects and arrays. */
export function tensorsIn(tree: unknown): Set<AnyTensor> {
  const tensors = new Set<AnyTensor>();
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null || seen.has(value) || ArrayBuffer.isView(value)) return;
    seen.add(value);
    if (hasTensorBrand(value)) {
      const tensor = value as AnyTensor;
      tensors.add(tensor);
      visit(tensor.grad);
      return;
    }
    const children: Iterable<unknown> =
      value instanceof Map || value instanceof Set ? value.values() : Object.values(value);
    for (const child of children) visit(child);
  };
  visit(tree);
  return tensors;
}
