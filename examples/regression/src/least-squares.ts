/**
 * The coefficients that minimise Σ (row · w + b − target)², exactly, in double precision: the bias last.
 *
 * Solves the normal equations XᵀX w = Xᵀy by Gaussian elimination; they are positive definite if the columns are
 * independent, so no pivoting is needed.
 */
export function leastSquares(inputs: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const rows = inputs.map((row) => [...row, 1]);
  const size = rows[0]?.length ?? 0;
  const sum = (f: (row: readonly number[], target: number) => number): number =>
    rows.reduce((total, row, n) => total + f(row, at(targets, n)), 0);
  // Each equation with its right-hand side as last element.
  const equations = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => sum((row) => at(row, i) * at(row, j))),
    sum((row, target) => at(row, i) * target),
  ]);
  for (let pivot = 0; pivot < size; pivot++) {
    const pivotRow = equations[pivot] ?? [];
    equations.forEach((equation, i) => {
      if (i === pivot) return;
      const factor = at(equation, pivot) / at(pivotRow, pivot);
      for (let j = pivot; j <= size; j++) equation[j] = at(equation, j) - factor * at(pivotRow, j);
    });
  }
  return equations.map((equation, i) => at(equation, size) / at(equation, i));
}

const at = (values: readonly number[], index: number): number => values[index] ?? Number.NaN;
