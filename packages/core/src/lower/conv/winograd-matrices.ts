/**
 * @file The matrices of Winograd's F(4×4, 3×3): a tile of 4×4 results takes 36 products instead of 144.
 *
 * Results y = Aᵀ [(G w Gᵀ) ⊙ (Bᵀ x B)] A, from the product of polynomials at the points 0, ±3/4, ±3/2 and ∞. With these, A and B
 * are exact in float32, and rounding errors are a quarter of those with the usual 0, ±1, ±2: in sums of 576 normal numbers at
 * most 7e-6 of the results' deviation, where the plain sum has 3e-6.
 * @see Lavin, Gray, Fast Algorithms for Convolutional Neural Networks (2016)
 * @see Barabasz et al., Error Analysis and Improving the Accuracy of Winograd Convolution (2020)
 */
import { type Matrix, transposed } from "./separable.ts";

const POINTS = [0, 0.75, -0.75, 1.5, -1.5];
/** Rows and columns of results in a tile, and of what a tile reads. */
export const TILE = 4;
export const REACH = 6;

/** Π (point − other) over the other points. */
const distance = (point: number): number =>
  POINTS.reduce((product, other) => (other === point ? product : product * (point - other)), 1);

/** Coefficients, lowest first, of Π (x − root). */
function polynomial(roots: readonly number[]): number[] {
  return roots.reduce<number[]>(
    (p, root) => Array.from({ length: p.length + 1 }, (_, i) => (p[i - 1] ?? 0) - root * (p[i] ?? 0)),
    [1],
  );
}

const powers = (point: number, count: number): number[] => Array.from({ length: count }, (_, i) => point ** i);

/** A matrix row for each point, and one for ∞, which takes the highest coefficient. */
const withInfinity = (rows: Matrix, last: readonly number[]): Matrix => [...rows, last];

/** A, 6×4. */
export const results = (): Matrix =>
  withInfinity(
    POINTS.map((point) => powers(point, TILE)),
    [0, 0, 0, 1],
  );

/** Aᵀ, 4×6. */
export const resultsBack = (): Matrix => transposed(results());

/** G, 6×3. */
export const weights = (): Matrix =>
  withInfinity(
    POINTS.map((point) => powers(point, 3).map((power) => power / distance(point))),
    [0, 0, 1],
  );

/** Gᵀ, 3×6. */
export const weightsBack = (): Matrix => transposed(weights());

/** Bᵀ, 6×6. */
export const inputs = (): Matrix =>
  withInfinity(
    POINTS.map((point) => [...polynomial(POINTS.filter((other) => other !== point)), 0]),
    polynomial(POINTS),
  );
