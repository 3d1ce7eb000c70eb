/** @file An LSTM layer over time, and its gradients. Everything is time-major: [frames, batch, …]. */
import { linear } from "./linear.ts";
import { addProduct, addProductNT, addProductTN } from "./products.ts";

interface Sizes {
  readonly frames: number;
  readonly batch: number;
  readonly features: number;
  readonly hidden: number;
}

export interface LstmWeights {
  readonly wx: Float32Array;
  readonly wh: Float32Array;
  readonly b: Float32Array;
}

export class Lstm {
  /** What the layer gives, and the gradient by it, which `backward` takes and changes. */
  readonly out: Float32Array;
  readonly dout: Float32Array;
  readonly #sizes: Sizes;
  /** The gates i, f, g, o, activated; in `backward`, the gradient by what they were before that. */
  readonly #gates: Float32Array;
  /** Hidden and cell states of the frames, after one frame of zeros. */
  readonly #states: Float32Array;
  readonly #cells: Float32Array;
  readonly #dcell: Float32Array;

  constructor(sizes: Sizes) {
    const { frames, batch, hidden } = sizes;
    const perFrame = batch * hidden;
    this.#sizes = sizes;
    this.#gates = new Float32Array(frames * 4 * perFrame);
    this.#states = new Float32Array((frames + 1) * perFrame);
    this.#cells = new Float32Array((frames + 1) * perFrame);
    this.#dcell = new Float32Array(perFrame);
    this.out = this.#states.subarray(perFrame);
    this.dout = new Float32Array(frames * perFrame);
  }

  forward(x: Float32Array, { wx, wh, b }: LstmWeights): void {
    const { frames, batch, hidden } = this.#sizes;
    linear(x, wx, b, this.#gates, frames * batch);
    for (let t = 0; t < frames; t++) {
      const gates = this.#gatesAt(t);
      addProduct(at(this.#states, t, batch * hidden), wh, gates, batch, hidden, 4 * hidden);
      for (let n = 0; n < batch; n++) this.#activate(gates.subarray(n * 4 * hidden, (n + 1) * 4 * hidden), t, n);
    }
  }

  /** Adds the gradients by the weights to `to`. */
  backward(x: Float32Array, { wh }: LstmWeights, to: LstmWeights): void {
    const { frames, batch, features, hidden } = this.#sizes;
    this.#dcell.fill(0);
    for (let t = frames - 1; t >= 0; t--) {
      const gates = this.#gatesAt(t);
      for (let n = 0; n < batch; n++) this.#deactivate(gates.subarray(n * 4 * hidden, (n + 1) * 4 * hidden), t, n);
      if (t > 0) addProductNT(gates, wh, at(this.dout, t - 1, batch * hidden), batch, 4 * hidden, hidden);
    }
    const rows = frames * batch;
    addProductTN(x, this.#gates, to.wx, features, rows, 4 * hidden);
    addProductTN(this.#states.subarray(0, rows * hidden), this.#gates, to.wh, hidden, rows, 4 * hidden);
    for (let i = 0; i < this.#gates.length; i += to.b.length)
      for (let j = 0; j < to.b.length; j++) (to.b[j] as number) += this.#gates[i + j] as number;
  }

  #gatesAt(t: number): Float32Array {
    return at(this.#gates, t, 4 * this.#sizes.batch * this.#sizes.hidden);
  }

  #activate(gates: Float32Array, t: number, n: number): void {
    const { batch, hidden } = this.#sizes;
    const before = at(this.#cells, t * batch + n, hidden);
    const cell = at(this.#cells, (t + 1) * batch + n, hidden);
    const state = at(this.#states, (t + 1) * batch + n, hidden);
    for (let j = 0; j < hidden; j++) {
      const i = sigmoid(gates[j] as number);
      const f = sigmoid(gates[hidden + j] as number);
      const g = Math.tanh(gates[2 * hidden + j] as number);
      const o = sigmoid(gates[3 * hidden + j] as number);
      gates[j] = i;
      gates[hidden + j] = f;
      gates[2 * hidden + j] = g;
      gates[3 * hidden + j] = o;
      const value = f * (before[j] as number) + i * g;
      cell[j] = value;
      state[j] = o * Math.tanh(value);
    }
  }

  /** Puts gradients in the place of the gates. */
  #deactivate(gates: Float32Array, t: number, n: number): void {
    const { batch, hidden } = this.#sizes;
    const before = at(this.#cells, t * batch + n, hidden);
    const cell = at(this.#cells, (t + 1) * batch + n, hidden);
    const dstate = at(this.dout, t * batch + n, hidden);
    const dcell = at(this.#dcell, n, hidden);
    for (let j = 0; j < hidden; j++) {
      const i = gates[j] as number;
      const f = gates[hidden + j] as number;
      const g = gates[2 * hidden + j] as number;
      const o = gates[3 * hidden + j] as number;
      const tanh = Math.tanh(cell[j] as number);
      const slope = (dcell[j] as number) + (dstate[j] as number) * o * (1 - tanh * tanh);
      gates[j] = slope * g * i * (1 - i);
      gates[hidden + j] = slope * (before[j] as number) * f * (1 - f);
      gates[2 * hidden + j] = slope * i * (1 - g * g);
      gates[3 * hidden + j] = (dstate[j] as number) * tanh * o * (1 - o);
      dcell[j] = slope * f;
    }
  }
}

/** Row `index` of rows of this length. */
function at(rows: Float32Array, index: number, length: number): Float32Array {
  return rows.subarray(index * length, (index + 1) * length);
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
