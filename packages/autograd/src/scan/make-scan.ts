/** @file Scans of nodes: the node itself, and its gradient, which is a scan in reverse. */
import { type Cotangent, ir, isFloat, type MultiVjpRule, type Node } from "@adjoint/core";
import { add, zeros } from "../rules/algebra.ts";
import { Body } from "./body.ts";
import { close } from "./close.ts";

/** A scan to be made. Params stand for carries and rows in `outputs`: the next carries, and a row for each stack of results. */
export interface ScanParts {
  readonly carryParams: readonly Node[];
  readonly rowParams: readonly Node[];
  readonly outputs: readonly Node[];
  readonly first: readonly Node[];
  readonly stacks: readonly Node[];
  readonly length: number;
  readonly isReversed: boolean;
}

/** The results of a scan of at least one run: the last carries, then stacks. */
export function makeScan({ carryParams, rowParams, outputs, first, stacks, length, isReversed }: ScanParts): Node[] {
  const params = [...carryParams, ...rowParams];
  const closed = close(params, outputs);
  const given = [...first, ...stacks, ...closed.captured];
  const isTracked = ir.tracks() && given.some((node) => node.isTracked);
  // A gradient needs the carries of all runs. Lowering leaves out what nobody reads.
  const carries = closed.body.outputs.slice(0, first.length);
  const missing = isTracked ? carries.filter((carry) => savedAt(closed.body.outputs, first.length, carry) < 0) : [];
  const shown = [...closed.body.outputs, ...new Set(missing)];
  const body = missing.length === 0 ? closed.body : new Body(closed.body.params, shown);
  const [type] = shown;
  if (type === undefined) return [];
  const spec = { kind: "scan", body, length, carries: first.length, stacks: stacks.length, isReversed } as const;
  const shape = first.length > 0 ? type.shape : [length, ...type.shape];
  const node = ir.make(spec, given, shape, type.dtype, scanRule);
  return outputs.map((_, index) => ir.result(node, index));
}

/** Where the stack of a carry is among the results, or −1. */
function savedAt(outputs: readonly Node[], carries: number, carry: Node): number {
  return outputs.findIndex((output, i) => i >= carries && output === carry);
}

/**
 * The cotangents of a scan's inputs. In reverse, each run computes the body again from its carry and rows, and takes the
 * cotangent of the carry behind it to that of its own. What is read by all runs adds up in a carry.
 */
const scanRule: MultiVjpRule<"scan"> = (cotangents, node, { wants, pullback }) => {
  const { spec, inputs } = node;
  const { body, carries, stacks, length, isReversed } = spec;
  const saved = body.outputs.slice(0, carries).map((carry) => savedAt(body.outputs, carries, carry));
  const own = body.params.map((param) => ir.buffer(param.shape, param.dtype, isFloat(param.dtype)));
  const before = inputs
    .slice(0, carries)
    .map((first, i) => carriesBefore(first, ir.result(node, saved[i] as number), isReversed));
  const isShared = (i: number): boolean => i >= carries + stacks;
  const targets = inputs.flatMap((input, i) => {
    const isTarget = isFloat(input.dtype) && (i < carries || wants[i] === true);
    return isTarget ? [{ index: i, variable: ir.variable(isShared(i) ? input : (own[i] as Node)) }] : [];
  });
  const args = inputs.map(
    (input, i) => targets.find(({ index }) => index === i)?.variable ?? (isShared(i) ? input : (own[i] as Node)),
  );
  const outputs = ir.withTracking(true, () => body.apply(args));
  // Of a stack, the cotangent comes by rows; that of the last carries is where the reverse scan begins.
  const rows = cotangents.flatMap((c, i) =>
    c !== undefined && i >= carries ? [{ index: i, stack: c, param: leafLike(outputs[i] as Node) }] : [],
  );
  const back = targets.filter(({ index }) => index < carries);
  const backParams = back.map(({ index }) => leafLike(own[index] as Node));
  const given = outputs.map((_, i) =>
    i < carries ? backParams[back.findIndex(({ index }) => index === i)] : rows.find(({ index }) => index === i)?.param,
  );
  const answers = pullback(
    outputs,
    given,
    targets.map(({ variable }) => variable),
  );
  const answered = targets.map((target, i) => ({ ...target, answer: answers[i] })).filter(hasAnswer);
  const backAnswers = back.map(({ index, variable }) => {
    return answered.find((each) => each.index === index)?.answer ?? zeros(variable.shape, variable.dtype);
  });
  const shared = answered.filter(({ index }) => isShared(index));
  const sums = shared.map(({ variable }) => leafLike(variable));
  const stacked = answered.filter(({ index }) => index >= carries && !isShared(index));
  const results = makeScan({
    carryParams: [...backParams, ...sums],
    rowParams: [...own.slice(0, carries + stacks), ...rows.map(({ param }) => param)],
    outputs: [
      ...backAnswers,
      ...sums.map((sum, i) => add(sum, shared[i]?.answer as Node)),
      ...stacked.map(({ answer }) => answer),
    ],
    first: [
      ...back.map(({ index, variable }) => cotangents[index] ?? zeros(variable.shape, variable.dtype)),
      ...sums.map(({ shape, dtype }) => zeros(shape, dtype)),
    ],
    stacks: [...before, ...inputs.slice(carries, carries + stacks), ...rows.map(({ stack }) => stack)],
    length,
    isReversed: !isReversed,
  });
  const order = [...back, ...shared, ...stacked];
  return inputs.map((_, i) => {
    const at = order.findIndex(({ index }) => index === i);
    return at < 0 ? undefined : results[at];
  });
};

interface Target {
  readonly index: number;
  readonly variable: Node;
  readonly answer: Cotangent;
}

const hasAnswer = (target: Target): target is Target & { readonly answer: Node } => target.answer !== undefined;

const leafLike = ({ shape, dtype }: Node): Node => ir.buffer(shape, dtype, isFloat(dtype));

/** The carry that each run begins with, stacked, from the first one and those that runs end with. */
function carriesBefore(first: Node, after: Node, isReversed: boolean): Node {
  const length = after.shape[0] ?? 0;
  const none = after.shape.map(() => 0);
  const one = after.shape.map((_, axis) => (axis === 0 ? 1 : 0));
  const rest = after.shape.map((_, axis) => (axis === 0 ? length - 1 : 0));
  const stacked = ir.reshape(first, [1, ...first.shape]);
  if (length === 1) return stacked;
  const [begin, end] = isReversed ? [one, after.shape] : [none, after.shape.map((n, axis) => (axis === 0 ? n - 1 : n))];
  const others = ir.shrink(after, begin, end);
  const [head, tail] = isReversed
    ? [ir.pad(stacked, rest, none), ir.pad(others, none, one)]
    : [ir.pad(stacked, none, rest), ir.pad(others, one, none)];
  return ir.map(first.dtype === "bool" ? "or" : "add", head, tail);
}
