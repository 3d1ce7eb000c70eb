/** @file Training of a block of a decoder. */
import type { Transformer } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats, integers } from "../inputs.ts";
import { Attention } from "./attention.ts";
import { meanCrossEntropy } from "./cross-entropy.ts";
import { geluBackward, geluOf } from "./gelu.ts";
import { normalise, normaliseBackward } from "./layer-norm.ts";
import { linear, linearBackward } from "./linear.ts";
import { named, training } from "./training.ts";

const norms = ["scale1", "shift1", "scale2", "shift2"];
const names = [...norms, "wq", "wk", "wv", "wo", "w1", "b1", "w2", "b2", "w3", "b3"];

export function transformer({ batch, length, width, heads, classes }: Transformer, inputs: Inputs): Job {
  const [x, labels] = [floats(inputs, "x"), integers(inputs, "labels")];
  const rows = batch * length;
  const attention = new Attention({ batch, length, width, heads });
  const value = memory(rows, width, classes);
  const slope = memory(rows, width, classes);

  return training(inputs, names, (parameters, gradients) => {
    const of = (name: string) => named(parameters, name);
    const by = (name: string) => named(gradients, name);

    normalise(x, of("scale1"), of("shift1"), value.norm1);
    for (const each of ["q", "k", "v"] as const) linear(value.norm1, of(`w${each}`), undefined, value[each], rows);
    attention.forward(value, value.attended);
    linear(value.attended, of("wo"), undefined, value.middle, rows);
    addTo(value.middle, x);
    normalise(value.middle, of("scale2"), of("shift2"), value.norm2);
    linear(value.norm2, of("w1"), of("b1"), value.inner, rows);
    geluOf(value.inner, value.active);
    linear(value.active, of("w2"), of("b2"), value.out, rows);
    addTo(value.out, value.middle);
    linear(value.out, of("w3"), of("b3"), value.logits, rows);
    const loss = meanCrossEntropy(value.logits, labels, slope.logits);

    for (const [name, each] of Object.entries(slope)) if (name !== "logits") each.fill(0);
    linearBackward(value.out, of("w3"), slope.logits, rows, { x: slope.out, w: by("w3"), b: by("b3") });
    linearBackward(value.active, of("w2"), slope.out, rows, { x: slope.active, w: by("w2"), b: by("b2") });
    geluBackward(value.inner, slope.active);
    linearBackward(value.norm2, of("w1"), slope.active, rows, { x: slope.norm2, w: by("w1"), b: by("b1") });
    const to2 = { x: slope.middle, scale: by("scale2"), shift: by("shift2") };
    normaliseBackward(value.middle, of("scale2"), slope.norm2, to2);
    addTo(slope.middle, slope.out);
    linearBackward(value.attended, of("wo"), slope.middle, rows, { x: slope.attended, w: by("wo") });
    attention.backward(value, slope.attended, slope);
    for (const each of ["q", "k", "v"] as const)
      linearBackward(value.norm1, of(`w${each}`), slope[each], rows, { x: slope.norm1, w: by(`w${each}`) });
    // Nothing wants the gradient by the data, which would be added to here.
    const to1 = { x: slope.unused, scale: by("scale1"), shift: by("shift1") };
    normaliseBackward(x, of("scale1"), slope.norm1, to1);
    return loss;
  });
}

/** What the block computes on its way. */
function memory(rows: number, width: number, classes: number) {
  const array = (columns: number) => new Float32Array(rows * columns);
  return {
    norm1: array(width),
    q: array(width),
    k: array(width),
    v: array(width),
    attended: array(width),
    middle: array(width),
    norm2: array(width),
    inner: array(4 * width),
    active: array(4 * width),
    out: array(width),
    logits: array(classes),
    unused: array(width),
  };
}

function addTo(to: Float32Array, x: Float32Array): void {
  for (let i = 0; i < to.length; i++) (to[i] as number) += x[i] as number;
}
