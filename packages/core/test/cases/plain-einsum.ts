/** @file Einstein's notation by plain loops over all indices: the oracle of `einsum`. */

/** An operand as numbers. */
export interface PlainOperand {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/**
 * The elements of the result, in row-major order. `notation` has an explicit result and no ellipsis, and `extents` says
 * how far each index runs.
 */
export function plainEinsum(
  notation: string,
  operands: readonly PlainOperand[],
  extents: Readonly<Record<string, number>>,
): number[] {
  const [left = "", output = ""] = notation.split("->");
  const terms = left.split(",");
  const names = [...new Set([...output, ...terms.join("")])];
  const sizes = names.map((name) => extents[name] ?? 1);
  const size = (list: readonly string[]): number => list.reduce((n, name) => n * (extents[name] ?? 1), 1);
  const result = new Array<number>(size([...output])).fill(0);
  for (let n = 0; n < sizes.reduce((a, b) => a * b, 1); n++) {
    const at: Record<string, number> = {};
    let rest = n;
    for (let i = names.length - 1; i >= 0; i--) {
      at[names[i] as string] = rest % (sizes[i] as number);
      rest = Math.floor(rest / (sizes[i] as number));
    }
    const factors = terms.map((term, i) => {
      const { shape, data } = operands[i] as PlainOperand;
      const index = [...term].reduce(
        (flat, name, axis) => flat * (shape[axis] as number) + (shape[axis] === 1 ? 0 : (at[name] as number)),
        0,
      );
      return data[index] as number;
    });
    const place = [...output].reduce((flat, name) => flat * (extents[name] ?? 1) + (at[name] as number), 0);
    result[place] = (result[place] as number) + factors.reduce((a, b) => a * b, 1);
  }
  return result;
}
