/** @file A 3×3 convolution, and the gradients of half the sum of its squares: its output is its own cotangent. */
import type { Inputs } from "../../engine/contract.ts";
import { floats } from "../../engine/inputs.ts";
import type { Conv } from "../types.ts";
import { type ExpectedOutputs, largest, ROUNDING, sampleAt, spread } from "./sample.ts";

/**
 * Each output is a sum of products; allowed are four roundings for each product of the largest factors, since some engines
 * transform tiles (Winograd), which costs them a few bits.
 */
export function expectedConv(of: Conv, inputs: Inputs): ExpectedOutputs {
  const { batch, channels, edge } = of;
  const [x, w] = [floats(inputs, "x"), floats(inputs, "w")];
  const plane = edge * edge;
  const output = outputOf(of, x, w);
  const forward = 9 * channels;
  const top = largest(w);

  const out = sampleAt(spread(batch * channels * plane), 4 * forward * ROUNDING * top, output);
  if (of.kind === "conv-forward") return { out };
  const largestOut = largest(out.values);

  const dx = sampleAt(spread(batch * channels * plane, 30), 4 * forward * ROUNDING * top * largestOut, (index) => {
    const [image, channel, row, column] = position(index, of);
    let sum = 0;
    for (let o = 0; o < channels; o++) {
      for (let tap = 0; tap < 9; tap++) {
        // The output at whose window's place `tap` this element lies.
        const [i, j] = [row - Math.floor(tap / 3) + 1, column - (tap % 3) + 1];
        if (i < 0 || i >= edge || j < 0 || j >= edge) continue;
        const weight = w[(o * channels + channel) * 9 + tap] ?? 0;
        sum += weight * output(((image * channels + o) * edge + i) * edge + j);
      }
    }
    return sum;
  });

  // Each takes a whole channel of the output, so they are of few channels.
  const indices = [0, Math.floor(channels / 3), channels - 1].flatMap((o) =>
    spread(9 * channels, 6).map((within) => o * 9 * channels + within),
  );
  const dw = sampleAt(indices, 4 * batch * plane * ROUNDING * largestOut, (index) => {
    const [o, channel, tap] = [Math.floor(index / forward), Math.floor(index / 9) % channels, index % 9];
    let sum = 0;
    for (let image = 0; image < batch; image++) {
      for (let i = 0; i < edge; i++) {
        for (let j = 0; j < edge; j++) {
          const [row, column] = [i + Math.floor(tap / 3) - 1, j + (tap % 3) - 1];
          if (row < 0 || row >= edge || column < 0 || column >= edge) continue;
          const cotangent = output(((image * channels + o) * edge + i) * edge + j);
          sum += cotangent * (x[((image * channels + channel) * edge + row) * edge + column] ?? 0);
        }
      }
    }
    return sum;
  });
  return { out, dx, dw };
}

/** Computes elements of the output, each once. */
function outputOf(of: Conv, x: Float32Array, w: Float32Array): (index: number) => number {
  const { batch, channels, edge } = of;
  const known = new Float64Array(batch * channels * edge * edge).fill(Number.NaN);
  return (index) => {
    const before = known[index] ?? Number.NaN;
    if (!Number.isNaN(before)) return before;
    const [image, o, row, column] = position(index, of);
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      for (let tap = 0; tap < 9; tap++) {
        const [i, j] = [row + Math.floor(tap / 3) - 1, column + (tap % 3) - 1];
        if (i < 0 || i >= edge || j < 0 || j >= edge) continue;
        const element = x[((image * channels + channel) * edge + i) * edge + j] ?? 0;
        sum += element * (w[(o * channels + channel) * 9 + tap] ?? 0);
      }
    }
    known[index] = sum;
    return sum;
  };
}

function position(
  index: number,
  { channels, edge }: Conv,
): [image: number, channel: number, row: number, column: number] {
  const plane = edge * edge;
  const [image, channel] = [Math.floor(index / (channels * plane)), Math.floor(index / plane) % channels];
  return [image, channel, Math.floor(index / edge) % edge, index % edge];
}
