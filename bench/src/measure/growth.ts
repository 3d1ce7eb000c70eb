/** @file How the time of a family of workloads grows with their size. */
import { linearRegression } from "simple-statistics";
import type { Cell } from "./result.ts";
import type { Growth } from "./summary.ts";
import { timeOf } from "./times.ts";

/** Two sizes always lie on a line. */
const FEWEST_SIZES = 3;

/** The exponents of all families and engines with times at three sizes or more. */
export function growthOf(cells: readonly Cell[]): Growth[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.workload.family} ${cell.engine}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const points = group.flatMap((cell) => {
      const time = timeOf(cell);
      return time === undefined ? [] : [{ size: cell.workload.size, ms: time.median }];
    });
    const sizes = [...new Set(points.map(({ size }) => size))].sort((a, b) => a - b);
    const [first] = group;
    if (first === undefined || sizes.length < FEWEST_SIZES) return [];
    const { m: exponent } = linearRegression(points.map(({ size, ms }) => [Math.log(size), Math.log(ms)]));
    return [{ family: first.workload.family, engine: first.engine, exponent, sizes }];
  });
}
