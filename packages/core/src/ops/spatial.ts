/**
 * @file What convolutions and pools share: options by spatial axis, checked, and errors. Not an operation, so `index.ts` does
 * not export it.
 */
import { ShapeError } from "../errors.ts";
import { countWindows } from "../ir/build.ts";
import type { ConvGeometry } from "../ir/node.ts";
import { formatShape, type Shape } from "../shape.ts";

/** A number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/**
 * Elements around the spatial axes: a number for all sides, one for each axis, a pair [before, after] for each axis, none
 * ("valid"), or as many as give ⌈extent / stride⌉ results ("same"; an odd one comes behind).
 */
export type Padding = number | "same" | "valid" | readonly (number | readonly [before: number, after: number])[];

/** How windows move. */
export interface WindowOptions {
  /** Elements from one window to the next. Default 1. */
  readonly stride?: PerAxis;
  /** Default 0. */
  readonly padding?: Padding;
  /** Elements from one element of a window to the next. Default 1. */
  readonly dilation?: PerAxis;
}

export function fail(op: string, rule: string, got: unknown, hint: string): never {
  throw new ShapeError({ op, rule, got: Array.isArray(got) ? formatShape(got) : String(got), hint });
}

/** @throws {ShapeError} unless it is a whole number of at least `least`, or a list of one for each axis. */
export function perAxis(op: string, name: string, value: unknown, rank: number, least: number): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : new Array(rank).fill(value);
  const fits = list.length === rank && list.every((n) => Number.isInteger(n) && (n as number) >= least);
  return fits
    ? (list as readonly number[])
    : fail(op, `${name} must be a whole number of at least ${least}`, value, `give one, or a list of ${rank}`);
}

/** @throws {ShapeError} if an option is out of its range, or no window fits. */
export function geometryOf(
  op: string,
  extents: Shape,
  size: Shape,
  options: WindowOptions & { readonly groups?: number },
): ConvGeometry & { readonly counts: readonly number[] } {
  const rank = size.length;
  const stride = perAxis(op, "stride", options.stride ?? 1, rank, 1);
  const dilation = perAxis(op, "dilation", options.dilation ?? 1, rank, 1);
  const [groups = 1] = perAxis(op, "groups", [options.groups ?? 1], 1, 1);
  const reach = size.map((n, i) => (dilation[i] as number) * (n - 1) + 1);
  const { padding = 0 } = options;
  const sides = extents.map((extent, i): readonly number[] => {
    if (padding === "valid") return [0, 0];
    if (padding !== "same") {
      const side = Array.isArray(padding) && padding.length === rank ? padding[i] : padding;
      return perAxis(op, "padding", Array.isArray(side) ? side : [side, side], 2, 0);
    }
    const step = stride[i] as number;
    const total = Math.max(0, (Math.ceil(extent / step) - 1) * step + (reach[i] as number) - extent);
    return [total >> 1, total - (total >> 1)];
  });
  const [before, after] = [0, 1].map((side) => sides.map((pair) => pair[side] as number)) as [number[], number[]];
  const padded = extents.map((extent, i) => extent + (before[i] as number) + (after[i] as number));
  const counts = padded.map((extent, i) =>
    countWindows(extent, size[i] as number, stride[i] as number, dilation[i] as number),
  );
  if (counts.some((count) => count < 1))
    fail(
      op,
      "a window must fit the padded input",
      `windows ${formatShape(reach)}, input ${formatShape(padded)}`,
      "pad more",
    );
  return { stride, dilation, before, after, groups, counts };
}
