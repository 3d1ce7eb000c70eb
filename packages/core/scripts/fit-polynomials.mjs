/**
 * @file Derives the coefficients of `src/scalar/math`: minimax polynomials by the Remez exchange, with coefficients
 * rounded to float32 one after the other, lowest power first, and the others fitted anew each time.
 *
 *   node packages/core/scripts/fit-polynomials.mjs [name …]
 *
 * @see Muller (2016), Elementary Functions, chapters 3.5 (Remez) and 4.3.1 (coefficients of limited precision)
 */
import { pathToFileURL } from "node:url";

/** The positive fourth root of erfc, by the continued fraction where it converges well, else by the series of erf. */
function erfcRoot(x) {
  if (x < 2) return (1 - erfSeries(x)) ** 0.25;
  let fraction = x;
  for (let n = 200; n >= 1; n--) fraction = x + n / 2 / fraction;
  return (Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction)) ** 0.25;
}

function erfSeries(x) {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/**
 * Each fit approximates `target` on an interval by Σ c_i x^(powers i), where `weight` turns the error into what is to
 * be small. The powers that are missing belong to terms that the formula adds exactly; `target` lacks them.
 */
export const FITS = {
  /** exp(r) − 1 − r, relative to expm1(r): serves exp and expm1. */
  exp: {
    interval: [-0.347, 0.347],
    powers: [2, 3, 4, 5, 6],
    target: (r) =>
      Math.abs(r) < 0.02 ? r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + (r / 120) * (1 + r / 6)))) : Math.expm1(r) - r,
    weight: (r) => 1 / Math.max(Math.abs(Math.expm1(r)), 1e-3),
  },
  /** 2^r − 1, relative to 2^r. */
  exp2: {
    interval: [-0.501, 0.501],
    powers: [1, 2, 3, 4, 5, 6],
    target: (r) => Math.expm1(r * Math.LN2),
    weight: (r) => 2 ** -r,
  },
  /** log(1 + f) − f + f²/2, relative to log(1 + f). */
  log: {
    interval: [Math.SQRT1_2 - 1, Math.SQRT2 - 1],
    powers: [3, 4, 5, 6, 7, 8, 9, 10],
    target: (f) => Math.log1p(f) - f + (f * f) / 2,
    // Signed like x^3, as an exchange needs basis functions that do not change sign inside of the interval.
    weight: (f) => (f < 0 ? -1 : 1) / Math.max(Math.abs(Math.log1p(f)), 1e-3),
  },
  /** r − sin(r), relative to sin(r). */
  sin: {
    interval: [1e-3, Math.PI / 4 + 1e-3],
    powers: [3, 5, 7],
    target: (r) => r - Math.sin(r),
    weight: (r) => 1 / Math.sin(r),
  },
  /** cos(r) − 1 + r²/2, relative to cos(r). */
  cos: {
    interval: [0, Math.PI / 4 + 1e-3],
    powers: [4, 6, 8],
    target: (r) => Math.cos(r) - 1 + (r * r) / 2,
    weight: (r) => 1 / Math.cos(r),
  },
  /** erf(x) − x, relative to erf(x). */
  erf: {
    interval: [1e-3, 0.9],
    powers: [1, 3, 5, 7, 9, 11],
    target: (x) => erfSeries(x) - x,
    weight: (x) => 1 / erfSeries(x),
  },
  /** The fourth root of erfc; the error is that of erf = 1 − root⁴. */
  erfc: {
    interval: [0.9, 4],
    powers: [0, 1, 2, 3, 4, 5, 6, 7, 8],
    target: erfcRoot,
    weight: (x) => 4 * erfcRoot(x) ** 3,
  },
  /** 3·artanh(s)/s − 3 − s², relative to 3·artanh(s)/s. */
  artanh: {
    interval: [0, 0.1716],
    powers: [4, 6, 8],
    target: (s) => [2, 3, 4, 5, 6, 7, 8, 9, 10, 11].reduce((sum, i) => sum + (3 / (2 * i + 1)) * s ** (2 * i), 0),
    weight: () => 1 / 3,
  },
};

/** Solves a dense linear system by elimination with partial pivoting. */
function solve(matrix, right) {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]]);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) pivot = i;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let i = column + 1; i < n; i++) {
      const factor = rows[i][column] / rows[column][column];
      for (let j = column; j <= n; j++) rows[i][j] -= factor * rows[column][j];
    }
  }
  const x = new Array(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i][n];
    for (let j = i + 1; j < n; j++) sum -= rows[i][j] * x[j];
    x[i] = sum / rows[i][i];
  }
  return x;
}

/** Removes the least of alternating extremes until `count` are left; from the middle in pairs, to keep them alternating. */
function dropSmallest(extremes, count) {
  const size = (i) => (extremes[i] === undefined ? Number.POSITIVE_INFINITY : Math.abs(extremes[i].e));
  while (extremes.length > count) {
    const last = extremes.length - 1;
    let least = 0;
    for (let i = 1; i <= last; i++) if (size(i) < size(least)) least = i;
    if (least === 0 || least === last || extremes.length === count + 1)
      extremes.splice(size(0) < size(last) ? 0 : last, 1);
    else extremes.splice(size(least - 1) < size(least + 1) ? least - 1 : least, 2);
  }
}

/** Minimax coefficients by the Remez exchange on a dense grid. Returns them with the largest weighted error. */
function remez({ interval: [low, high], powers, target, weight }) {
  const count = powers.length + 1;
  const grid = Array.from(
    { length: 4001 },
    (_, i) => (low + high) / 2 - ((high - low) / 2) * Math.cos((Math.PI * i) / 4000),
  );
  let nodes = Array.from({ length: count }, (_, i) => grid[Math.round((4000 * i) / (count - 1))]);
  let coefficients = [];
  let best = { coefficients, worst: Number.POSITIVE_INFINITY };
  const error = (x) => weight(x) * (target(x) - powers.reduce((sum, p, i) => sum + coefficients[i] * x ** p, 0));
  for (let round = 0; round < 30; round++) {
    const matrix = nodes.map((x, i) => [...powers.map((p) => x ** p), (i % 2 === 0 ? 1 : -1) / weight(x)]);
    coefficients = solve(matrix, nodes.map(target)).slice(0, -1);
    const extremes = [];
    for (const x of grid) {
      const e = error(x);
      const last = extremes.at(-1);
      if (last !== undefined && Math.sign(last.e) === Math.sign(e)) {
        if (Math.abs(e) > Math.abs(last.e)) extremes[extremes.length - 1] = { x, e };
      } else extremes.push({ x, e });
    }
    dropSmallest(extremes, count);
    const worst = Math.max(...grid.map((x) => Math.abs(error(x))));
    if (worst < best.worst) best = { coefficients, worst };
    if (extremes.length < count) break;
    nodes = extremes.map(({ x }) => x);
  }
  return best;
}

/** Minimax coefficients that are float32 numbers. */
export function fit({ interval, powers, target, weight }) {
  const rounded = [];
  for (let i = 0; i < powers.length; i++) {
    const rest = (x) => target(x) - rounded.reduce((sum, c, j) => sum + c * x ** powers[j], 0);
    rounded.push(Math.fround(remez({ interval, powers: powers.slice(i), target: rest, weight }).coefficients[0]));
  }
  const value = (x) => rounded.reduce((sum, c, j) => sum + c * x ** powers[j], 0);
  const [low, high] = interval;
  let worst = 0;
  for (let i = 0; i <= 4000; i++) {
    const x = low + ((high - low) * i) / 4000;
    worst = Math.max(worst, Math.abs(weight(x) * (target(x) - value(x))));
  }
  return { coefficients: rounded, worst };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const names = process.argv.slice(2);
  for (const [name, problem] of Object.entries(FITS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { coefficients, worst } = fit(problem);
    const ideal = remez(problem).worst;
    const text = (error) => `${(error * 2 ** 24).toPrecision(2)}·2^-24`;
    console.log(`${name}: error ${text(worst)} (${text(ideal)} unrounded)`);
    for (const [i, power] of problem.powers.entries()) {
      console.log(`  x^${power}  ${Number(coefficients[i].toPrecision(9))}`);
    }
  }
}
