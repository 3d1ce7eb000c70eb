/**
 * @file Gradient rules of all node kinds. `constant` marks those through which no gradient flows; `projection` is a
 * `result` node, whose cotangent the sweep hands to the node of several results.
 */
import { type ConvPart, ir, isFloat, type Node, type NodeKind, UsageError } from "@adjoint/core";
import { expandTo, reshapeTo, sumTo, where, zeros } from "./algebra.ts";
import { customRule } from "./custom-rule.ts";
import { reduceRule } from "./reduce-rules.ts";
import type { MultiKind, MultiVjpRule, NodeOf, RuleContext, VjpRule } from "./rule.ts";
import { SCALAR_RULES } from "./scalar-rules.ts";

/** One rule for each kind: a forgotten one is a compile error. */
export type NodeRules = {
  readonly [K in NodeKind]:
    | "constant"
    | (K extends "result" ? "projection" : K extends MultiKind ? MultiVjpRule<K> : VjpRule<K>);
};

export const NODE_RULES = {
  buffer: "constant",
  const: "constant",
  scalar: "constant",
  iota: "constant",
  detach: "constant",
  bitcast: "constant",

  map: mapRule,
  /** Between floats it passes; an integer has no derivative. */
  cast: (c, node) => {
    const [x] = operands(node);
    return isFloat(node.dtype) && isFloat(x.dtype) ? [ir.cast(c, x.dtype)] : [];
  },

  reshape: (c, node) => [reshapeTo(c, operands(node)[0].shape)],
  permute: (c, { spec }) => {
    const inverse = new Array<number>(spec.order.length);
    spec.order.forEach((axis, i) => {
      inverse[axis] = i;
    });
    return [ir.permute(c, inverse)];
  },
  /** The one place where broadcasting is undone. */
  expand: (c, node) => [sumTo(c, operands(node)[0].shape)],
  pad: (c, node) => {
    const { before } = node.spec;
    return [
      ir.shrink(
        c,
        before,
        operands(node)[0].shape.map((extent, axis) => (before[axis] ?? 0) + extent),
      ),
    ];
  },
  shrink: (c, node) => {
    const { begin, end } = node.spec;
    return [
      ir.pad(
        c,
        begin,
        operands(node)[0].shape.map((extent, axis) => extent - (end[axis] ?? 0)),
      ),
    ];
  },
  flip: (c, { spec }) => [ir.flip(c, spec.axes)],

  reduce: reduceRule,
  dot: (c, node, { wants }) => {
    const [a, b] = pair(node);
    return [
      wants[0] === true ? ir.dot(c, ir.transpose(b)) : undefined,
      wants[1] === true ? ir.dot(ir.transpose(a), c) : undefined,
    ];
  },
  conv: convRule,
  window: (c, { spec, inputs: [x] }) => [ir.fold(c, spec.axis, x?.shape[spec.axis] ?? 0, spec.stride, spec.dilation)],
  fold: (c, node) => {
    const { axis, stride, dilation } = node.spec;
    return [ir.window(c, axis, operands(node)[0].shape.at(-1) ?? 0, stride, dilation)];
  },
  gather: gatherRule,
  scatterAdd: (c, node, { wants }) => {
    const [, indices] = pair(node);
    return [c, undefined, wants[2] === true ? ir.gather(c, indices, node.spec.axis) : undefined];
  },
  /**
   * Cotangents go back to where the values came from: a gather by the inverse permutation, which is an argsort. Of the first
   * few alone, each is added to a zero.
   */
  sort: ([c], node) => {
    if (c === undefined) return [];
    const [x] = operands(node);
    const [axis, indices] = [node.shape.length - 1, ir.result(node, 1)];
    if (x.shape[axis] !== node.shape[axis]) return [ir.scatterAdd(zeros(x.shape, c.dtype), indices, c, axis)];
    return [ir.gather(c, ir.sort(indices, false).indices, axis)];
  },
  cumsum: (c, { shape }) => {
    const last = [shape.length - 1];
    return [ir.flip(ir.cumsum(ir.flip(c, last)), last)];
  },

  kernel: kernelRule,
  /** The body brings it along, as few programs need it. */
  scan: (cotangents, node, { wants, pullback }) => node.spec.body.rule(cotangents, node, wants, pullback),
  result: "projection",
  barrier: (c) => [c],
  variable: (c) => [c],
  custom: customRule,
} as const satisfies NodeRules;

/** True if no gradient flows through the node, whatever its inputs. */
export function stopsGradient(node: Node): boolean {
  return node.spec.kind === "map"
    ? SCALAR_RULES[node.spec.op] === "constant"
    : NODE_RULES[node.spec.kind] === "constant";
}

/** The inputs of a node that has at least one. */
function operands(node: Node): readonly [Node, ...Node[]] {
  const [first, ...rest] = node.inputs;
  if (first === undefined) throw new TypeError(`${node.spec.kind} node without an input`);
  return [first, ...rest];
}

function pair(node: Node): readonly [Node, Node] {
  const [first, second] = node.inputs;
  if (first === undefined || second === undefined) throw new TypeError(`${node.spec.kind} node without two inputs`);
  return [first, second];
}

function mapRule(cotangent: Node, node: NodeOf<"map">, { wants }: RuleContext): (Node | undefined)[] {
  const rules = SCALAR_RULES[node.spec.op];
  if (rules === "constant") return [];
  return node.inputs.map((_, index) => {
    const rule = rules[index] as ((c: Node, ...operandsAndResult: readonly Node[]) => Node) | null | undefined;
    return wants[index] === true ? rule?.(cotangent, ...node.inputs, node) : undefined;
  });
}

/** The factors of a convolution, each with the two that it is computed from. */
const CONV_FACTORS = { output: ["input", "weight"], input: ["output", "weight"], weight: ["input", "output"] } as const;

/** ⟨y, conv(x, w)⟩ is linear in each factor: the cotangent of one is the part of that name of the two others. */
function convRule(c: Node, node: NodeOf<"conv">, { wants }: RuleContext): (Node | undefined)[] {
  const { of, geometry } = node.spec;
  const operandsOf = CONV_FACTORS[of];
  return operandsOf.map((part, i) => {
    const factors = { [of]: c, [operandsOf[1 - i] as ConvPart]: node.inputs[1 - i] };
    const [a, b] = CONV_FACTORS[part].map((name) => factors[name] as Node) as [Node, Node];
    return wants[i] === true ? ir.conv(part, geometry, a, b, node.inputs[i]?.shape ?? []) : undefined;
  });
}

/** Adds the cotangents up where the elements came from. Where one is taken of each row, that is a comparison with its index. */
function gatherRule(c: Node, node: NodeOf<"gather">): Node[] {
  const [x, indices] = pair(node);
  const { axis } = node.spec;
  if (indices.shape[axis] !== 1) return [ir.scatterAdd(zeros(x.shape, c.dtype), indices, c, axis)];
  const isTaken = ir.map("eq", ir.iota(x.shape, axis), ir.expand(indices, x.shape));
  return [where(isTaken, expandTo(c, x.shape), zeros(x.shape, c.dtype))];
}

/**
 * The gradient of the program's composite: the same function from other primitives.
 * @throws {UsageError} if the program has none.
 */
function kernelRule(
  cotangents: readonly (Node | undefined)[],
  node: NodeOf<"kernel">,
  { wants, pullback }: RuleContext,
): (Node | undefined)[] {
  const { program } = node.spec;
  if (program.composite === undefined) {
    throw new UsageError({
      op: "grad",
      rule: "a kernel needs a gradient rule to be differentiated",
      got: `kernel ${program.name}, which has none`,
      hint: "give the program a composite, or wrap the call in customVjp",
    });
  }
  const inputs = node.inputs.map((input, index) => (wants[index] === true ? ir.variable(input) : input));
  const targets = inputs.filter((_, index) => wants[index] === true);
  const { composite } = program;
  const outputs = ir.withTracking(true, () => composite(inputs));
  const gradients = pullback(outputs, cotangents, targets).values();
  return inputs.map((_, index) => (wants[index] === true ? gradients.next().value : undefined));
}
