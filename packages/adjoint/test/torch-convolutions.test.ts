/** @file Convolutions and pools against PyTorch: values, gradients, and gradients of gradients. */
import { expectClose } from "@adjoint/core/testing";
import * as adjoint from "adjoint";
import { grad, mul, sum, type Tensor, tensor } from "adjoint";
import { expect, test } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { TORCH_CASES, type TorchCase } from "./support/torch-convolutions.ts";

useBackend();

const TOLERANCE = { rel: 2e-6, abs: 2e-5, reason: "sums of some hundred terms of up to 100, in float32" };

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The inputs that the fixtures were made with. */
function sequence(shape: readonly number[], seed: number): Tensor {
  const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => (((i * 7 + seed * 3) % 13) - 6) / 4);
  return tensor(values, { shape });
}

function distinct(shape: readonly number[]): Tensor {
  const count = sizeOf(shape);
  return tensor(
    Float32Array.from({ length: count }, (_, i) => ((i * 7 + 3) % count) / 4),
    { shape },
  );
}

type Operation = (...args: readonly unknown[]) => Tensor;

const operationOf = ({ op }: TorchCase): Operation =>
  (adjoint as unknown as Record<string, Operation>)[op] as Operation;

test.each(TORCH_CASES)("$op: $name", async (row) => {
  const x = row.op.startsWith("max") ? distinct(row.x) : sequence(row.x, 1);
  const factors = row.w === null ? [x] : [x, sequence(row.w, 2)];
  const cotangent = sequence(row.shape, 3);
  const f = (args: readonly Tensor[]): Tensor => operationOf(row)(...args, row.options);
  const gradients = (args: readonly Tensor[]): readonly Tensor[] =>
    grad((a: readonly Tensor[]) => sum(mul(f(a), cotangent)))(args);
  const squares = (args: readonly Tensor[]): Tensor =>
    gradients(args)
      .map((g) => sum(mul(g, g)))
      .reduce((a, b) => a.add(b));
  const y = f(factors);
  expect(y.shape).toEqual(row.shape);
  expectClose(await y.data(), row.y, TOLERANCE);
  for (const [i, gradient] of gradients(factors).entries()) {
    expectClose(await gradient.data(), row.gradients[i] ?? [], TOLERANCE);
    gradient.dispose();
  }
  if (row.second.length > 0) {
    for (const [i, gradient] of grad(squares)(factors).entries()) {
      expectClose(await gradient.data(), row.second[i] ?? [], TOLERANCE);
      gradient.dispose();
    }
  }
  for (const each of [y, cotangent, ...factors]) each.dispose();
});
