/**
 * @file A recurrence unrolled into primitives: the meaning of the kernels, their gradient where they are differentiated
 * twice, and what runs in f16, or without gradient where a group of sequences does not fit into shared memory.
 */
import { extentOf, ir, type Node } from "@adjoint/core";
import { nodeAlgebra } from "./algebra.ts";
import { at, type Cell, type State } from "./cells.ts";
import type { Extents } from "./launch.ts";

/**
 * The outputs of the forward kernel, from its inputs.
 *
 * Shapes: input [N, T, D, G·H], weight [D, H, G·H], bias [D, G·H], initial [S, D, N, H] → hidden [N, T, D, H], last cell
 * values [D, N, H] if there are two states, saved [D, N, T, K, H], hidden values before each step [D, N, T, H].
 */
export function forwardComposite(cell: Cell, extents: Extents, inputs: readonly Node[]): readonly Node[] {
  const [input, weight, bias, initial] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
  const { batch, steps, directions, hidden: units } = extents;
  const frames = inOrder(ir.permute(input, [2, 0, 1, 3]), extents);
  const biasRows = ir.expand(ir.reshape(bias, [directions, 1, cell.gates * units]), [
    directions,
    batch,
    cell.gates * units,
  ]);
  const states = parts(initial, 0).map((part) => ir.reshape(part, [directions, batch, units]));
  let state: State<Node> = cell.states === 2 ? [at(states, 0), at(states, 1)] : [at(states, 0)];
  const before: Node[] = [];
  const hidden: Node[] = [];
  const saved: Node[] = [];
  for (let step = 0; step < steps; step++) {
    const fromHidden = ir.map("add", ir.dot(state[0], weight), biasRows);
    const result = cell.forward(nodeAlgebra, byGate(cell, itemOf(frames, 2, step)), byGate(cell, fromHidden), state);
    before.push(state[0]);
    state = result.state;
    hidden.push(state[0]);
    saved.push(stack(result.saved, 2));
  }
  const inTime = (values: readonly Node[]): Node => inOrder(stack(values, 2), extents);
  const outputs = [ir.permute(inTime(hidden), [1, 2, 0, 3])];
  if (cell.states === 2) outputs.push(at(state, 1));
  return [...outputs, inTime(saved), inTime(before)];
}

/**
 * The outputs of the backward kernel, from its inputs.
 *
 * Shapes: cotangents of hidden [N, T, D, H]; of the last cell values [D, N, H] if there are two states; saved
 * [D, N, T, K, H]; hidden values before each step [D, N, T, H] if the cell needs them; transposed weight [D, G·H, H] →
 * cotangents of input [N, T, D, G·H], of the hidden pre-activations [D, N, T, G·H], of the initial state [S, D, N, H].
 */
export function backwardComposite(cell: Cell, extents: Extents, inputs: readonly Node[]): readonly Node[] {
  const { batch, steps, directions, hidden: units } = extents;
  const [dHidden, ...rest] = inputs;
  const dLastCell = cell.states === 2 ? rest.shift() : undefined;
  const saved = inOrder(at(rest, 0), extents);
  const previous = cell.needsPrevious ? inOrder(at(rest, 1), extents) : undefined;
  const weight = at(rest, rest.length - 1);
  const fromOutput = inOrder(ir.permute(at([dHidden], 0), [2, 0, 1, 3]), extents);
  let carried = ir.full(0, [directions, batch, units], weight.dtype);
  let carriedCell = dLastCell;
  const dInput: Node[] = [];
  const dGates: Node[] = [];
  for (let step = steps - 1; step >= 0; step--) {
    const dh = ir.map("add", carried, itemOf(fromOutput, 2, step));
    const values = parts(itemOf(saved, 2, step), 2).map((part) => ir.reshape(part, [directions, batch, units]));
    const old = previous === undefined ? undefined : itemOf(previous, 2, step);
    const after: State<Node> = carriedCell === undefined ? [dh] : [dh, carriedCell];
    const result = cell.backward(nodeAlgebra, values, old, after);
    const columns = [directions, batch, cell.gates * units];
    const dHiddenGates = ir.reshape(stack(result.hidden, 2), columns);
    dGates.unshift(dHiddenGates);
    dInput.unshift(ir.reshape(stack(result.input, 2), columns));
    const throughGates = ir.dot(dHiddenGates, weight);
    const [kept, cellKept] = result.state;
    carried = kept === undefined ? throughGates : ir.map("add", kept, throughGates);
    carriedCell = cellKept;
  }
  const initial = carriedCell === undefined ? [carried] : [carried, carriedCell];
  const inTime = (list: readonly Node[]): Node => inOrder(stack(list, 2), extents);
  return [ir.permute(inTime(dInput), [1, 2, 0, 3]), inTime(dGates), stack(initial, 0)];
}

/** Time (axis 2) in the order of the recurrence, by direction (axis 0). Its own inverse. */
export function inOrder(x: Node, { directions, isReversed }: Extents): Node {
  const reversed = (part: Node): Node => ir.flip(part, [2]);
  if (directions === 1) return isReversed ? reversed(x) : x;
  const [first, second] = parts(x, 0);
  return join([isReversed ? reversed(at([first], 0)) : at([first], 0), reversed(at([second], 0))], 0);
}

/** The gates of pre-activations [D, N, G·H]. */
export function byGate(cell: Cell, x: Node): Node[] {
  const units = extentOf(x.shape, 2) / cell.gates;
  return Array.from({ length: cell.gates }, (_, gate) => range(x, 2, gate * units, (gate + 1) * units));
}

/** Slices of extent 1 along an axis. */
export function parts(x: Node, axis: number): Node[] {
  return Array.from({ length: extentOf(x.shape, axis) }, (_, i) => range(x, axis, i, i + 1));
}

/** The slice `index` of an axis, without the axis. */
export function itemOf(x: Node, axis: number, index: number): Node {
  return ir.reshape(range(x, axis, index, index + 1), x.shape.toSpliced(axis, 1));
}

function range(x: Node, axis: number, begin: number, end: number): Node {
  return ir.shrink(
    x,
    x.shape.map((_, i) => (i === axis ? begin : 0)),
    x.shape.map((n, i) => (i === axis ? end : n)),
  );
}

/** Nodes of one shape along a new axis. */
export function stack(nodes: readonly Node[], axis: number): Node {
  return join(
    nodes.map((node) => ir.reshape(node, node.shape.toSpliced(axis, 0, 1))),
    axis,
  );
}

/** Nodes one behind the other along an axis, joined in pairs, so that each is padded only a few times. */
function join(nodes: readonly Node[], axis: number): Node {
  const half = nodes.length >> 1;
  if (half === 0) return at(nodes, 0);
  const first = join(nodes.slice(0, half), axis);
  const second = join(nodes.slice(half), axis);
  const alone = (size: number) => first.shape.map((_, i) => (i === axis ? size : 0));
  const none = alone(0);
  const left = ir.pad(first, none, alone(extentOf(second.shape, axis)));
  return ir.map("add", left, ir.pad(second, alone(extentOf(first.shape, axis)), none));
}
