/** @file Matrix products. */
import type { BatchMatmul, Matmul } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { jobOf } from "./job.ts";
import { addProduct, addProductNT, addProductTN } from "./products.ts";

const products = { nn: addProduct, nt: addProductNT, tn: addProductTN };

export function matmul({ m, k, n, layout }: Matmul, inputs: Inputs): Job {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const out = new Float32Array(m * n);
  return jobOf({ out }, () => {
    out.fill(0);
    products[layout](a, b, out, m, k, n);
  });
}

export function batchMatmul({ batch, edge }: BatchMatmul, inputs: Inputs): Job {
  const [a, b] = [floats(inputs, "a"), floats(inputs, "b")];
  const out = new Float32Array(batch * edge ** 2);
  return jobOf({ out }, () => {
    out.fill(0);
    for (let begin = 0; begin < out.length; begin += edge ** 2) {
      const [left, right, sums] = [a, b, out].map((all) => all.subarray(begin, begin + edge ** 2));
      addProduct(left as Float32Array, right as Float32Array, sums as Float32Array, edge, edge, edge);
    }
  });
}
