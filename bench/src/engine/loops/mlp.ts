/** @file Training of a network of linear layers with ReLU between them. */
import type { Mlp } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { linear, linearBackward } from "./linear.ts";
import { named, training } from "./training.ts";

interface Layer {
  readonly w: string;
  readonly b: string;
  /** What goes in. */
  readonly x: Float32Array;
  /** The gradient by that. */
  readonly dx: Float32Array;
  readonly out: Float32Array;
  readonly dout: Float32Array;
}

export function mlp({ batch, sizes }: Mlp, inputs: Inputs): Job {
  const labels = integers(inputs, "labels");
  const values = sizes.map((size, i) => (i === 0 ? floats(inputs, "x") : new Float32Array(batch * size)));
  const slopes = sizes.map((size) => new Float32Array(batch * size));
  const layers: readonly Layer[] = sizes.slice(1).map((_, i) => ({
    w: `w${i}`,
    b: `b${i}`,
    x: values[i] as Float32Array,
    dx: slopes[i] as Float32Array,
    out: values[i + 1] as Float32Array,
    dout: slopes[i + 1] as Float32Array,
  }));
  const names = layers.flatMap(({ w, b }) => [w, b]);
  return training(inputs, names, (parameters, gradients) => {
    for (const [i, { x, w, b, out }] of layers.entries()) {
      linear(x, named(parameters, w), named(parameters, b), out, batch);
      if (i < layers.length - 1) relu(out);
    }
    const [logits, dlogits] = [values.at(-1) as Float32Array, slopes.at(-1) as Float32Array];
    const loss = meanCrossEntropy(logits, labels, dlogits);
    for (const [i, { x, dx, w, b, dout }] of [...layers.entries()].reverse()) {
      const to = { w: named(gradients, w), b: named(gradients, b) };
      // Nothing wants the gradient by the data.
      linearBackward(x, named(parameters, w), dout, batch, i === 0 ? to : { ...to, x: dx.fill(0) });
      if (i > 0) reluBackward(x, dx);
    }
    return loss;
  });
}

function relu(x: Float32Array): void {
  for (let i = 0; i < x.length; i++) if ((x[i] as number) < 0) x[i] = 0;
}

/** `out` is what ReLU gave. */
function reluBackward(out: Float32Array, gradient: Float32Array): void {
  for (let i = 0; i < out.length; i++) if (!((out[i] as number) > 0)) gradient[i] = 0;
}
