/** @file Values of tensors by the float64 interpreter of graphs, so that tests of transforms need no backend. */
import type { DType, Tensor } from "@adjoint/core";
import { interpretGraph } from "@adjoint/core/testing";
import { flatten, type Tree } from "../src/tree.ts";

/** The elements of a tensor in row-major order. */
export function valuesOf(tensor: Tensor<DType>): number[] {
  const [values = []] = interpretGraph([tensor.node], (leaf) => {
    const state = leaf.storage?.state;
    return state?.kind === "host" ? state.data : [];
  });
  return [...values];
}

/** The elements of all tensors of a tree, in order. */
export function valuesOfTree(tree: Tree): number[][] {
  return flatten("test", tree).leaves.map(valuesOf);
}
