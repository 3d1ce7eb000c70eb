/**
 * @file How a dispatch whose buffers are larger than a binding may be is divided: into parts, each a range of its
 * workgroups, in which a buffer is bound as one or several windows that lie behind each other.
 */
import type { Interval } from "./interval.ts";

/** Where a binding may begin, on every device. */
export const ALIGNMENT_BYTES = 256;

export interface PartLimits {
  /** Most bytes of one binding. */
  readonly maxBindingBytes: number;
  /** Most storage buffers that are bound. */
  readonly maxBindings: number;
  /** Workgroups along one axis of a dispatch. */
  readonly maxGroups: number;
}

export interface Part {
  readonly firstGroup: number;
  readonly groupCount: number;
  /** Where the first window of each buffer begins, in bytes. */
  readonly offsets: readonly number[];
}

export interface Division {
  /** How many windows each buffer is bound as; 1 for those that fit into one. */
  readonly windows: readonly number[];
  readonly parts: readonly Part[];
}

/** Bytes of a window that is not the last of its buffer. */
export const windowBytes = ({ maxBindingBytes }: PartLimits): number => alignDown(maxBindingBytes);

const alignDown = (bytes: number): number => Math.floor(bytes / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;

/** Dispatches that a step may be divided into, for each window of its largest buffer. */
const PARTS_PER_WINDOW = 8;

/**
 * Divides a dispatch of `groups` workgroups over buffers of these sizes. `touched` tells which bytes of each buffer a range
 * of workgroups touches at most. Of the divisions with fewest bindings it is the one with fewest parts; undefined if each
 * has more bindings than there may be.
 */
export function divide(
  groups: number,
  sizes: readonly number[],
  limits: PartLimits,
  touched: (firstGroup: number, lastGroup: number) => readonly (Interval | undefined)[],
): Division | undefined {
  const mostParts = PARTS_PER_WINDOW * Math.ceil(Math.max(...sizes) / windowBytes(limits));
  let best: Division | undefined;
  let fewest = limits.maxBindings + 1;
  for (let count = 1; count < 2 * mostParts && count < 2 * groups && fewest > sizes.length; count *= 2) {
    const division = divideInto(groups, count, sizes, limits, touched);
    const bindings = division.windows.reduce((sum, windows) => sum + windows, 0);
    if (bindings >= fewest) continue;
    fewest = bindings;
    best = division;
  }
  return best;
}

function divideInto(
  groups: number,
  count: number,
  sizes: readonly number[],
  limits: PartLimits,
  touched: (firstGroup: number, lastGroup: number) => readonly (Interval | undefined)[],
): Division {
  const { maxBindingBytes, maxGroups } = limits;
  const full = windowBytes(limits);
  const even = Math.ceil(groups / count);
  // Parts that fold into two axes are whole there, so that none has workgroups of the next.
  const step = even <= maxGroups ? even : Math.ceil(even / maxGroups) * maxGroups;
  const windows = sizes.map(() => 1);
  const ranges: { firstGroup: number; groupCount: number; starts: number[] }[] = [];
  for (let firstGroup = 0; firstGroup < groups; firstGroup += step) {
    const groupCount = Math.min(step, groups - firstGroup);
    const bytes = touched(firstGroup, firstGroup + groupCount - 1);
    const starts = sizes.map((size, i) => {
      const range = bytes[i];
      if (size <= maxBindingBytes || range === undefined) return 0;
      const start = alignDown(range.low);
      windows[i] = Math.max(windows[i] ?? 1, Math.ceil((range.high + 1 - start) / full));
      return start;
    });
    ranges.push({ firstGroup, groupCount, starts });
  }
  // All parts share one shader: where one needs more windows than there is buffer behind its start, it starts earlier.
  const latest = sizes.map((size, i) => Math.max(0, alignDown(size - 1 - ((windows[i] ?? 1) - 1) * full)));
  const parts = ranges.map(({ firstGroup, groupCount, starts }) => {
    return { firstGroup, groupCount, offsets: starts.map((start, i) => Math.min(start, latest[i] ?? 0)) };
  });
  return { windows, parts };
}
