/** @file Matrix products. */
import type { Matmul } from "../../workload/types.ts";
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
