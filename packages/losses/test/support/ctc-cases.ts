/** @file The CTC fixtures in one form: logits in time-major order, lengths, targets, and the right answers. */
import edge from "../fixtures/ctc-edge.json" with { type: "json" };
import published from "../fixtures/ctc-loss.json" with { type: "json" };
import { flat, type Numbers, shapeOf } from "./numbers.ts";

export interface CtcCase {
  readonly name: string;
  /** [T, N, C], flat, with its shape. */
  readonly logits: readonly number[];
  readonly shape: readonly [frames: number, items: number, classes: number];
  readonly targets: readonly (readonly number[])[];
  readonly inputLengths: readonly number[];
  readonly blank: number;
  readonly loss: readonly number[];
  /** Of the sum of the losses, [T, N, C]. */
  readonly gradient: readonly number[] | undefined;
  readonly mean: number | undefined;
}

interface RawCase {
  readonly name: string;
  readonly layout?: string;
  readonly blank?: number;
  readonly logits?: Numbers;
  readonly probs?: Numbers;
  readonly logits_formula?: string;
  readonly shape?: readonly number[];
  readonly padded_T?: number;
  readonly targets?: readonly (readonly number[])[];
  readonly input_lengths?: readonly number[];
  readonly float64_loss?: Numbers;
  readonly torch_loss?: Numbers;
  readonly published_loss?: Numbers;
  readonly float64_grad_logits?: Numbers;
  readonly float64_grad_logits_TNC?: Numbers;
  readonly published_grad_logits_flat?: readonly number[];
  readonly float64_mean_pytorch?: number;
  readonly float64_loss_mean_pytorch?: number;
  readonly torch_mean?: Numbers;
}

type Extents = [number, number, number];

/** Batch-major to time-major. */
function swap(values: readonly number[], [items, frames, classes]: Extents): number[] {
  return Array.from({ length: values.length }, (_, i) => {
    const [t, n, c] = [Math.floor(i / (items * classes)), Math.floor(i / classes) % items, i % classes];
    return values[(n * frames + t) * classes + c] ?? Number.NaN;
  });
}

/** NaN frames behind what is given. */
function padFrames(values: readonly number[], size: number, fill: number): number[] {
  return [...values, ...new Array<number>(size - values.length).fill(fill)];
}

function logitsOf(raw: RawCase): { logits: number[]; shape: Extents } {
  if (raw.logits_formula !== undefined && raw.shape !== undefined) {
    const shape = raw.shape as Extents;
    const [frames, items, classes] = shape;
    const at = (t: number, n: number, c: number): number => Math.sin((7 * t + 13 * n + 3 * c) * 0.1);
    const logits = Array.from({ length: frames * items * classes }, (_, i) =>
      at(Math.floor(i / (items * classes)), Math.floor(i / classes) % items, i % classes),
    );
    return { logits, shape };
  }
  const given = raw.logits ?? raw.probs ?? [];
  const values = raw.logits === undefined ? flat(given).map(Math.log) : flat(given);
  const [a = 0, b = 0, c = 0] = shapeOf(given);
  if (raw.layout?.startsWith("BTC") === true) return { logits: swap(values, [a, b, c]), shape: [b, a, c] };
  const frames = raw.padded_T ?? a;
  return { logits: padFrames(values, frames * b * c, Number.NaN), shape: [frames, b, c] };
}

function read(raw: RawCase): CtcCase {
  const { logits, shape } = logitsOf(raw);
  const size = logits.length;
  const recomputed = raw.float64_grad_logits ?? raw.float64_grad_logits_TNC;
  const gradient = recomputed === undefined ? raw.published_grad_logits_flat : flat(recomputed);
  const mean = raw.float64_mean_pytorch ?? raw.float64_loss_mean_pytorch ?? raw.torch_mean;
  return {
    name: raw.name,
    logits,
    shape,
    targets: raw.targets ?? [],
    inputLengths: raw.input_lengths ?? [],
    blank: raw.blank ?? 0,
    loss: flat(raw.float64_loss ?? raw.torch_loss ?? []).map((value) => Math.max(0, value)),
    gradient: gradient === undefined ? undefined : padFrames(gradient, size, 0),
    mean: mean === undefined || raw.name.startsWith("input_length_0") ? undefined : flat(mean)[0],
  };
}

const raws = [...published.cases, ...edge.cases] as unknown as readonly RawCase[];

/** All cases that state logits and targets. Those left out have tests of their own. */
export const ctcCases: readonly CtcCase[] = raws
  .filter((raw) => raw.targets !== undefined && (raw.logits ?? raw.probs ?? raw.shape) !== undefined)
  .map(read);
