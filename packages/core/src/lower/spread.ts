/**
 * @file Spread members of groups: values of which each element of the group computes several, in a loop. A reduction over an
 * axis that is not the last runs as a loop in each lane, one for each of its results; what goes back to all elements of the
 * axis, as the gradient by all classes of a pixel does, can then be computed by the same lane. What reads a spread value
 * in a loop of its own computes it again.
 */
import type { Node } from "../ir/node.ts";
import { sizeOf } from "../shape.ts";
import { LOOP, readsAt, type Spread, type Stage, spreadStage } from "./accesses.ts";
import type { Arguments } from "./emit/arguments.ts";
import type { BodyReader } from "./emit/body-reader.ts";
import type { EmitContext } from "./emit/context.ts";
import { computeFull, storeFull } from "./emit/full-members.ts";
import { type Group, type GroupOptions, roleOf } from "./group.ts";
import { addForms, divForm, type Form, indexForm, modForm, scaleForm } from "./index-form.ts";

/** Few elements for each lane cost little; with more, so many lanes must run that the device is busy all the same. */
const FEW_ELEMENTS = 32;
const MOST_ELEMENTS = 128;
const MANY_LANES = 4096;

/** A group of values larger than another group as one that lanes of the other compute in loops, if it could be that. */
export function spreadBeside(group: Group, other: Group, options: GroupOptions): Group | undefined {
  const lanes = other.rows * other.columns;
  const size = group.rows * group.columns;
  const known = other.members.find(({ spread }) => spread !== undefined)?.spread;
  const { length = 0, inner = 0 } = known ?? splitOf(other, size) ?? {};
  const isSmall = length <= FEW_ELEMENTS || (length <= MOST_ELEMENTS && lanes >= MANY_LANES);
  if (length < 2 || lanes * length !== size || !isSmall || !group.members.every((member) => isPlain(member, size)))
    return undefined;
  if (!isRelated(group, other, options)) return undefined;
  const spread = spreadOver(lanes, length, inner);
  const members = group.members.map((member) => spreadStage(member, spread, options.isStop));
  return { members, rows: lanes, columns: 1 };
}

/** The loop that a group has already: how many elements of the given size it takes, and how far they lie apart. */
function splitOf(group: Group, size: number): { length: number; inner: number } | undefined {
  for (const { node, rowReduce, loopLength } of group.members) {
    const shape = node.inputs[0]?.shape;
    if (node.spec.kind !== "reduce" || rowReduce !== undefined || shape === undefined) continue;
    const last = Math.max(...node.spec.axes);
    const isOneRange = last - Math.min(...node.spec.axes) === node.spec.axes.length - 1;
    const inner = sizeOf(shape.slice(last + 1));
    if (isOneRange && inner > 1 && sizeOf(shape) === size && group.rows * group.columns * loopLength === size)
      return { length: loopLength, inner };
  }
  return undefined;
}

function isPlain(member: Stage, size: number): boolean {
  return (
    member.rowReduce === undefined && member.spread === undefined && member.loopLength === 1 && member.size === size
  );
}

/**
 * True if the values need what the other group computes. Those that only the other group needs may join as well. A product
 * takes what reads it as its epilogue.
 */
function isRelated(group: Group, other: Group, options: GroupOptions): boolean {
  const reads = (a: Group, b: Group): boolean => a.members.some((m) => b.members.some(({ node }) => m.reads.has(node)));
  const isProduct = (node: Node): boolean => node.spec.kind === "dot";
  if (group.members.some((member) => [...member.reads.keys()].some(isProduct))) return false;
  return reads(group, other) || (reads(other, group) && !group.members.some((m) => options.isWantedElsewhere(m.node)));
}

function spreadOver(lanes: number, length: number, inner: number): Spread {
  const at = (lane: Form): Form => {
    const outer = scaleForm(divForm(lane, inner), inner * length);
    return addForms(addForms(outer, scaleForm(indexForm(LOOP, length), inner)), modForm(lane, inner));
  };
  const lane = addForms(scaleForm(indexForm("o", lanes / inner), inner), indexForm("i", inner));
  return { length, inner, at, lane };
}

/** True if a member reads another only at what its lane computes, where one of them at least is spread. */
export function isShared(
  member: Stage,
  producer: Stage,
  group: Pick<Group, "rows" | "columns">,
  isStop: (node: Node) => boolean,
): boolean {
  const spread = member.spread ?? producer.spread;
  if (spread === undefined || member.rowReduce !== undefined) return false;
  const { at, lane } = spread;
  const role = roleOf(producer, group);
  const place = role === "spread" ? at(lane) : role === "full" ? lane : divForm(lane, group.columns);
  const reads = member.spread === undefined ? readsAt(member, lane, isStop) : member.reads;
  return [...(reads.get(producer.node) ?? [])].every((key) => key === place.key);
}

/** Appends the loop over the spread members among those given to the open lane body. */
export function emitSpread(
  args: Arguments,
  context: EmitContext,
  reader: BodyReader,
  members: readonly Stage[],
  position: Form,
): void {
  const own = members.filter((member) => member.spread !== undefined);
  const length = own[0]?.spread?.length;
  if (length === undefined || !own.some((member) => context.stored.has(member))) return;
  args.k.loop("element", length, (index) => {
    const inside = reader.inLoop(index);
    const values = computeFull(args, inside, own, position);
    storeFull(args, context, values, inside, position);
  });
}
