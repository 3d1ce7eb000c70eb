/** @file Causal attention of several heads, and its gradients. */
import { addProduct, addProductNT, addProductTN } from "./products.ts";
import { softmaxRow } from "./softmax.ts";

interface Sizes {
  readonly batch: number;
  readonly length: number;
  readonly width: number;
  readonly heads: number;
}

/** Each [batch, length, width]. */
export interface Projections {
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
}

/** Works on one head of one sequence at a time, copied together. */
export class Attention {
  readonly #sizes: Sizes;
  readonly #scale: number;
  /** Of each head: [length, length]. */
  readonly #weights: readonly Float32Array[];
  /** Of one head: [length, width / heads]. */
  readonly #head: Readonly<Record<"q" | "k" | "v" | "out" | "dq" | "dk" | "dv" | "dout", Float32Array>>;
  readonly #scores: Float32Array;

  constructor(sizes: Sizes) {
    const { batch, length, width, heads } = sizes;
    const head = () => new Float32Array((length * width) / heads);
    this.#sizes = sizes;
    this.#scale = 1 / Math.sqrt(width / heads);
    this.#weights = Array.from({ length: batch * heads }, () => new Float32Array(length * length));
    this.#head = { q: head(), k: head(), v: head(), out: head(), dq: head(), dk: head(), dv: head(), dout: head() };
    this.#scores = new Float32Array(length * length);
  }

  forward({ q, k, v }: Projections, out: Float32Array): void {
    const { length, width, heads } = this.#sizes;
    const head = this.#head;
    for (const [index, weights] of this.#weights.entries()) {
      for (const [from, to] of [
        [q, head.q],
        [k, head.k],
        [v, head.v],
      ] as const)
        this.#take(from, index, to);
      weights.fill(0);
      addProductNT(head.q, head.k, weights, length, width / heads, length);
      for (let i = 0; i < length; i++) {
        const row = weights.subarray(i * length, (i + 1) * length);
        const seen = row.subarray(0, i + 1);
        for (let j = 0; j <= i; j++) (seen[j] as number) *= this.#scale;
        softmaxRow(seen, seen);
        row.fill(0, i + 1);
      }
      addProduct(weights, head.v, head.out.fill(0), length, length, width / heads);
      this.#put(head.out, index, out);
    }
  }

  /** Leaves the gradients by the projections in `to`. */
  backward({ q, k, v }: Projections, dout: Float32Array, to: Projections): void {
    const { length, width, heads } = this.#sizes;
    const head = this.#head;
    const scores = this.#scores;
    for (const [index, weights] of this.#weights.entries()) {
      for (const [from, into] of [
        [q, head.q],
        [k, head.k],
        [v, head.v],
        [dout, head.dout],
      ] as const)
        this.#take(from, index, into);
      addProductTN(weights, head.dout, head.dv.fill(0), length, length, width / heads);
      addProductNT(head.dout, head.v, scores.fill(0), length, width / heads, length);
      for (let i = 0; i < length; i++)
        softmaxBackward(
          weights.subarray(i * length, (i + 1) * length),
          scores.subarray(i * length, (i + 1) * length),
          this.#scale,
        );
      addProduct(scores, head.k, head.dq.fill(0), length, length, width / heads);
      addProductTN(scores, head.q, head.dk.fill(0), length, length, width / heads);
      for (const [from, into] of [
        [head.dq, to.q],
        [head.dk, to.k],
        [head.dv, to.v],
      ] as const)
        this.#put(from, index, into);
    }
  }

  #take(from: Float32Array, index: number, head: Float32Array): void {
    this.#rows(index, (at, inHead, size) => head.set(from.subarray(at, at + size), inHead));
  }

  #put(head: Float32Array, index: number, to: Float32Array): void {
    this.#rows(index, (at, inHead, size) => to.set(head.subarray(inHead, inHead + size), at));
  }

  /** Where each row of a head lies. */
  #rows(index: number, visit: (at: number, inHead: number, size: number) => void): void {
    const { length, width, heads } = this.#sizes;
    const size = width / heads;
    const [sequence, head] = [Math.floor(index / heads), index % heads];
    for (let i = 0; i < length; i++) visit((sequence * length + i) * width + head * size, i * size, size);
  }
}

/** From the gradient by a row of softmax's outputs, in its place, to that by what its inputs were before they were scaled. */
function softmaxBackward(weights: Float32Array, gradient: Float32Array, scale: number): void {
  let dot = 0;
  for (let j = 0; j < weights.length; j++) dot += (weights[j] as number) * (gradient[j] as number);
  for (let j = 0; j < weights.length; j++)
    gradient[j] = scale * (weights[j] as number) * ((gradient[j] as number) - dot);
}
