/**
 * @file Names for generated kernels, from what they compute: for people who read `explain` and profiles.
 */
import type { Group } from "./group.ts";

const MAX_PARTS = 4;

/** Such as `exp_sum_div`: what the members are, in order, without repetition. */
export function kernelName(group: Group): string {
  const names = group.members.map(({ node: { spec } }) =>
    spec.kind === "map" || spec.kind === "reduce" ? spec.op : spec.kind,
  );
  const distinct = names.filter((name, i) => names.indexOf(name) === i);
  const tail = distinct.length > MAX_PARTS ? [`and${distinct.length - MAX_PARTS}`] : [];
  return [...distinct.slice(0, MAX_PARTS), ...tail].join("_");
}
