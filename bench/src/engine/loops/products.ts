/**
 * @file Matrix products by loops, in an order that is kind to the cache. The innermost loop goes along rows; four rows at a
 * time, which saves most of its reads and writes; as views, which saves their index arithmetic. What is read again and again
 * is taken in panels that stay in the cache.
 */

/** Elements of a panel: half a megabyte of float32, which the second-level caches of most cores hold. */
const PANEL = 2 ** 17;

/** out[M, N] += a[M, K] · b[K, N]. */
export function addProduct(a: Float32Array, b: Float32Array, out: Float32Array, m: number, k: number, n: number): void {
  const width = Math.max(64, Math.floor(PANEL / k));
  for (let begin = 0; begin < n; begin += width) {
    const panel = rowsOf(b, k, n, begin, begin + width);
    for (const [i, row] of rowsOf(out, m, n, begin, begin + width).entries()) addCombination(a, i * k, 1, panel, row);
  }
}

/** out[M, N] += aᵀ · b, of a[K, M] and b[K, N]. */
export function addProductTN(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  m: number,
  k: number,
  n: number,
): void {
  const width = Math.max(64, Math.floor(PANEL / k));
  for (let begin = 0; begin < n; begin += width) {
    const panel = rowsOf(b, k, n, begin, begin + width);
    for (const [i, row] of rowsOf(out, m, n, begin, begin + width).entries()) addCombination(a, i, m, panel, row);
  }
}

/** out[M, N] += a · bᵀ, of a[M, K] and b[N, K]. */
export function addProductNT(
  a: Float32Array,
  b: Float32Array,
  out: Float32Array,
  m: number,
  k: number,
  n: number,
): void {
  const [rowsOfA, rowsOfB] = [rowsOf(a, m, k), rowsOf(b, n, k)];
  const width = Math.max(16, Math.floor(PANEL / k));
  for (let begin = 0; begin < n; begin += width) {
    const panel = rowsOfB.slice(begin, begin + width);
    for (const [i, row] of rowsOf(out, m, n, begin, begin + width).entries())
      addDots(rowsOfA[i] as Float32Array, panel, row);
  }
}

/** Views of the rows of a matrix, from column `begin` to before `end`. */
export function rowsOf(
  matrix: Float32Array,
  rows: number,
  columns: number,
  begin = 0,
  end = columns,
): readonly Float32Array[] {
  const stop = Math.min(end, columns);
  return Array.from({ length: rows }, (_, i) => matrix.subarray(i * columns + begin, i * columns + stop));
}

/** out += the sum of `rows`, each times its factor: `factors[first]`, `factors[first + step]` … */
function addCombination(
  factors: Float32Array,
  first: number,
  step: number,
  rows: readonly Float32Array[],
  out: Float32Array,
): void {
  const { length } = out;
  let p = 0;
  for (; p + 4 <= rows.length; p += 4) {
    const at = first + p * step;
    const f0 = factors[at] as number;
    const f1 = factors[at + step] as number;
    const f2 = factors[at + 2 * step] as number;
    const f3 = factors[at + 3 * step] as number;
    const r0 = rows[p] as Float32Array;
    const r1 = rows[p + 1] as Float32Array;
    const r2 = rows[p + 2] as Float32Array;
    const r3 = rows[p + 3] as Float32Array;
    for (let j = 0; j < length; j++)
      (out[j] as number) +=
        f0 * (r0[j] as number) + f1 * (r1[j] as number) + f2 * (r2[j] as number) + f3 * (r3[j] as number);
  }
  for (; p < rows.length; p++) {
    const factor = factors[first + p * step] as number;
    const row = rows[p] as Float32Array;
    for (let j = 0; j < length; j++) (out[j] as number) += factor * (row[j] as number);
  }
}

/** out[j] += the inner product of `left` and `rows[j]`. */
function addDots(left: Float32Array, rows: readonly Float32Array[], out: Float32Array): void {
  const { length } = left;
  let j = 0;
  for (; j + 4 <= rows.length; j += 4) {
    const r0 = rows[j] as Float32Array;
    const r1 = rows[j + 1] as Float32Array;
    const r2 = rows[j + 2] as Float32Array;
    const r3 = rows[j + 3] as Float32Array;
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let p = 0; p < length; p++) {
      const factor = left[p] as number;
      s0 += factor * (r0[p] as number);
      s1 += factor * (r1[p] as number);
      s2 += factor * (r2[p] as number);
      s3 += factor * (r3[p] as number);
    }
    (out[j] as number) += s0;
    (out[j + 1] as number) += s1;
    (out[j + 2] as number) += s2;
    (out[j + 3] as number) += s3;
  }
  for (; j < rows.length; j++) {
    const row = rows[j] as Float32Array;
    let sum = 0;
    for (let p = 0; p < length; p++) sum += (left[p] as number) * (row[p] as number);
    (out[j] as number) += sum;
  }
}
