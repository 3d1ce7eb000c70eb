/** @file Convolution, alone and with its gradients, as matrix products, by the matrix of all windows of an image (im2col). */
import type { Conv } from "../../workload/types.ts";
import type { Inputs, Job } from "../contract.ts";
import { floats } from "../inputs.ts";
import { jobOf } from "./job.ts";
import { addProduct, addProductNT, addProductTN } from "./products.ts";

export function conv({ batch, channels, edge }: Conv, inputs: Inputs): Job {
  const [x, w] = [floats(inputs, "x"), floats(inputs, "w")];
  const [out, dx, dw] = [new Float32Array(x.length), new Float32Array(x.length), new Float32Array(w.length)];
  const [taps, plane] = [9 * channels, edge * edge];
  const windows = new Float32Array(taps * plane);
  return jobOf({ out, dx, dw }, () => {
    for (const each of [out, dx, dw]) each.fill(0);
    for (let image = 0; image < batch; image++) {
      const [begin, end] = [image * channels * plane, (image + 1) * channels * plane];
      const outOfImage = out.subarray(begin, end);
      gatherWindows(x.subarray(begin, end), edge, windows);
      addProduct(w, windows, outOfImage, channels, taps, plane);
      // The gradient by the output is the output.
      addProductNT(outOfImage, windows, dw, channels, plane, taps);
      windows.fill(0);
      addProductTN(w, outOfImage, windows, taps, channels, plane);
      scatterWindows(windows, edge, dx.subarray(begin, end));
    }
  });
}

export function convForward({ channels, edge }: Conv, inputs: Inputs): Job {
  const [x, w] = [floats(inputs, "x"), floats(inputs, "w")];
  const out = new Float32Array(x.length);
  const [taps, plane] = [9 * channels, edge * edge];
  const windows = new Float32Array(taps * plane);
  return jobOf({ out }, () => {
    out.fill(0);
    for (let begin = 0; begin < x.length; begin += channels * plane) {
      gatherWindows(x.subarray(begin, begin + channels * plane), edge, windows);
      addProduct(w, windows, out.subarray(begin, begin + channels * plane), channels, taps, plane);
    }
  });
}

/** From `image`[channels, edge, edge] to `windows`[channels, 3, 3, edge, edge]. */
function gatherWindows(image: Float32Array, edge: number, windows: Float32Array): void {
  windows.fill(0);
  overlaps(image.length, edge, (at, from, length) => windows.set(image.subarray(from, from + length), at));
}

/** Adds `windows` to `image`. */
function scatterWindows(windows: Float32Array, edge: number, image: Float32Array): void {
  overlaps(image.length, edge, (at, from, length) => {
    for (let j = 0; j < length; j++) (image[from + j] as number) += windows[at + j] as number;
  });
}

/** For each row of each tap: where it begins in the windows, where in the image, and how much of it is not padding. */
function overlaps(size: number, edge: number, visit: (at: number, from: number, length: number) => void): void {
  const plane = edge * edge;
  for (let channel = 0; channel * plane < size; channel++) {
    for (let tap = 0; tap < 9; tap++) {
      const [down, right] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
      const first = Math.max(0, -right);
      for (let i = Math.max(0, -down); i < edge - Math.max(0, down); i++) {
        const from = channel * plane + (i + down) * edge + first + right;
        visit((channel * 9 + tap) * plane + i * edge + first, from, edge - Math.abs(right));
      }
    }
  }
}
