/**
 * @file How engines look in plots. A library has a colour, and what computes has a dash and a symbol, so that nothing is told
 * by colour alone. Colours: M. Okabe and K. Ito, Color Universal Design, 2008; all are seen on white and on near black.
 */
import type { EngineName } from "../../catalogue/engines.ts";

export interface Look {
  readonly color: string;
  readonly dash: string;
  readonly symbol: "circle" | "square" | "triangle" | "diamond";
}

const vermilion = "#D55E00";
const orange = "#E69F00";
const blue = "#0072B2";
const sky = "#56B4E9";
const green = "#009E73";
const purple = "#CC79A7";
const grey = "#888888";

const solid = { dash: "none", symbol: "circle" } as const;
const dotted = { dash: "2 3", symbol: "diamond" } as const;
const dashed = { dash: "7 3", symbol: "triangle" } as const;
const mixed = { dash: "8 3 2 3", symbol: "square" } as const;

export const looks: Readonly<Record<EngineName, Look>> = {
  "adjoint-cpu": { color: vermilion, ...solid },
  "adjoint-cpu-1": { color: vermilion, ...dotted },
  "adjoint-webgpu": { color: vermilion, ...dashed },
  loops: { color: grey, ...solid },
  "tfjs-cpu": { color: orange, ...mixed },
  "tfjs-wasm": { color: orange, ...solid },
  "tfjs-webgpu": { color: orange, ...dashed },
  tfjsctcloss: { color: purple, ...mixed },
  "jax-js-wasm": { color: blue, ...solid },
  "jax-js-webgpu": { color: blue, ...dashed },
  "gpu.js-cpu": { color: green, ...mixed },
  "gpu.js-webgpu": { color: green, ...dashed },
  pytorch: { color: sky, ...solid },
};
