/** @file What computes in tests: the interpreter of the graph, in double precision, and the tested backend, in f32. */
import { vjp } from "@adjoint/autograd";
import { type DType, type Node, onesLike, type Tensor } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { testedBackend } from "../../../../test/support/backend.ts";

export interface Engine {
  readonly name: string;
  readonly dtype: "f32" | "f64";
  read(...tensors: readonly Tensor<DType>[]): Promise<number[][]>;
}

function hostValues(leaf: Node): ArrayLike<number> {
  const state = leaf.storage?.state;
  if (state?.kind !== "host") throw new Error(`leaf without host data: ${leaf.spec.kind}`);
  return state.data;
}

export const interpreter: Engine = {
  name: "interpreter",
  dtype: "f64",
  read: async (...tensors) =>
    interpretGraph(
      tensors.map(({ node }) => node),
      hostValues,
    ).map((values) => Array.from(values)),
};

export const device: Engine = {
  name: testedBackend(),
  dtype: "f32",
  read: async (...tensors) => Promise.all(tensors.map(async (x) => Array.from(await x.data()))),
};

export interface LossResult {
  readonly value: number[];
  /** Of the sum of the losses. */
  readonly gradient: number[];
}

/** The value of a loss and its gradient with respect to `x`. */
export async function evaluate(engine: Engine, x: Tensor, loss: (x: Tensor) => Tensor): Promise<LossResult> {
  const [value, pullback] = vjp(loss, x);
  const [gradient] = pullback(onesLike(value));
  const [values = [], gradients = []] = await engine.read(value, gradient);
  for (const made of [value, gradient]) made.dispose();
  return { value: values, gradient: gradients };
}
