import {
  div,
  exp,
  log,
  logSoftmax,
  max,
  mean,
  mul,
  neg,
  oneHot,
  softmax,
  sub,
  sum,
  type Tensor,
  takeAlongAxis,
  tensor,
} from "@adjoint/core";
import { explain } from "@adjoint/core/explain";
import { normals } from "@adjoint/core/testing";
import { describe, expect, it } from "vitest";
import { useBackend } from "../../../test/support/backend.ts";
import { valueAndGrad } from "../src/index.ts";

useBackend();

const [rows, classes] = [64, 10];
const labels = tensor(Int32Array.from({ length: rows }, (_, i) => i % classes));

/** Mean cross-entropy in the forms that users write, from logits and one-hot targets. */
const FORMS: Readonly<Record<string, (logits: Tensor, targets: Tensor) => Tensor>> = {
  logSoftmax: (x, t) => neg(mean(sum(mul(t, logSoftmax(x)), -1))),
  "log of softmax": (x, t) => neg(mean(sum(mul(t, log(softmax(x))), -1))),
  "exp, sum and max, with a quotient": (x, t) => {
    const e = exp(sub(x, max(x, -1, true)));
    return neg(mean(sum(mul(t, log(div(e, sum(e, -1, true)))), -1)));
  },
  "exp, sum and max, with a log": (x, t) => {
    const shifted = sub(x, max(x, -1, true));
    const logSums = log(sum(exp(shifted), -1, true));
    return neg(mean(sum(mul(t, sub(shifted, logSums)), -1)));
  },
  "indices taken": (x) => neg(mean(takeAlongAxis(logSoftmax(x), labels.reshape([rows, 1])))),
};

describe("softmax cross-entropy, forward and backward", () => {
  it.each(Object.entries(FORMS))("from %s takes at most 3 kernels", (_name, form) => {
    const logits = tensor(normals(1, rows * classes), { shape: [rows, classes] });
    const [loss, gradient] = valueAndGrad((x: Tensor) => form(x, oneHot(labels, classes)))(logits);
    const explanation = explain(loss, gradient);
    expect(explanation.dispatches, String(explanation)).toBeLessThanOrEqual(3);
  });
});
