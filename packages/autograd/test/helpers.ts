/** @file Checks gradients of functions on nodes against central differences, by the float64 interpreter of graphs. */
import { ir, type Node, type Shape, sizeOf } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { expect } from "vitest";
import { pullback } from "../src/sweep.ts";

/** A function of nodes. */
export type NodeFunction = (...inputs: readonly Node[]) => Node;

/** A float64 operand: its shape, and its elements in row-major order. */
export interface Operand {
  readonly shape: Shape;
  readonly data: readonly number[];
}

export const vector = (...data: number[]): Operand => ({ shape: [data.length], data });
export const matrix = (rows: number, columns: number, ...data: number[]): Operand => ({ shape: [rows, columns], data });
export const array = (shape: Shape, data: readonly number[]): Operand => ({ shape, data });

/** Numbers without pattern, away from 0 and from each other. */
export function scattered(shape: Shape, seed = 1): Operand {
  const data = Array.from(
    { length: sizeOf(shape) },
    (_, i) => Math.sin(12.9898 * (i + 1) + seed * 78.233) * 1.7 + 0.013 * i,
  );
  return { shape, data };
}

/** The value of a node, with the leaves made by `leafOf` having the values given. */
export function evaluate(node: Node, leaves: readonly Node[], operands: readonly Operand[]): readonly number[] {
  const values = new Map(leaves.map((leaf, i) => [leaf.inputs[0], operands[i]?.data]));
  return [...(interpretGraph([node], (leaf) => values.get(leaf) ?? [])[0] ?? [])];
}

export const leafOf = ({ shape }: Operand): Node => ir.variable(ir.buffer(shape, "f64"));

/** Weights that no symmetry cancels. */
function weigh(y: Node): Node {
  const size = sizeOf(y.shape);
  const flat = ir.reshape(y, [size]);
  const phases = ir.map("mul", ir.cast(ir.iota([size], 0), "f64"), ir.full(2.3, [size], "f64"));
  const weights = ir.map(
    "add",
    ir.map("sin", ir.map("add", phases, ir.full(1, [size], "f64"))),
    ir.full(1.7, [size], "f64"),
  );
  return ir.reshape(ir.reduce("sum", ir.map("mul", flat, weights), [0]), []);
}

/** The gradients of the weighted sum of `f` by all inputs, as nodes. */
export function gradientNodes(f: NodeFunction, inputs: readonly Node[]): Node[] {
  const loss = weigh(f(...inputs));
  const gradients = pullback([loss], [ir.number(1, "f64")], inputs);
  return inputs.map((input, i) => gradients[i] ?? ir.full(0, input.shape, "f64"));
}

/** The gradient by one input, as a function again. */
export const gradientBy =
  (f: NodeFunction, index: number): NodeFunction =>
  (...inputs) =>
    gradientNodes(f, inputs)[index] as Node;

/** The values of the gradients by all inputs. */
export function gradients(f: NodeFunction, operands: readonly Operand[]): readonly (readonly number[])[] {
  const leaves = operands.map(leafOf);
  return gradientNodes(f, leaves).map((node) => evaluate(node, leaves, operands));
}

/**
 * Expects the gradients of `f` to agree with central differences. Step 1e-5: its square times a third derivative is the error,
 * as is 1e-16 / 1e-5; both are below 1e-8 for functions of moderate size, the tolerance.
 */
export function expectGradients(f: NodeFunction, ...operands: readonly Operand[]): void {
  const step = 1e-5;
  const leaves = operands.map(leafOf);
  const loss = weigh(f(...leaves));
  const analytic = gradients(f, operands);
  operands.forEach(({ shape, data }, operand) => {
    expect(analytic[operand]?.length, `gradient ${operand} has the size of its operand`).toBe(data.length);
    data.forEach((x, element) => {
      const at = (value: number): number => {
        const moved = operands.with(operand, { shape, data: data.with(element, value) });
        return evaluate(loss, leaves, moved)[0] ?? Number.NaN;
      };
      const numeric = (at(x + step) - at(x - step)) / (2 * step);
      const actual = analytic[operand]?.[element] ?? Number.NaN;
      const distance = Math.abs(actual - numeric);
      const place = `operand ${operand}, element ${element}: gradient ${actual}, difference ${numeric}`;
      expect(distance <= 1e-7 * (1 + Math.abs(numeric)), place).toBe(true);
    });
  });
}

/** The same for the function and for its gradients. */
export function expectTwiceDifferentiable(f: NodeFunction, ...operands: readonly Operand[]): void {
  expectGradients(f, ...operands);
  operands.forEach((_, index) => {
    expectGradients(gradientBy(f, index), ...operands);
  });
}
