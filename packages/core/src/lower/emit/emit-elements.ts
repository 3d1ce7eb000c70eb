/**
 * @file The kernel of a group without row reductions: one lane block over its elements.
 */
import type { Node } from "../../ir/node.ts";
import * as k from "../../kernel/expr.ts";
import type { Expr } from "../../kernel/types.ts";
import { type Shape, sizeOf } from "../../shape.ts";
import { isDivisionFree, type Stage } from "../accesses.ts";
import { addForms, indexForm, scaleForm } from "../index-form.ts";
import { loadedRare } from "../rare-part.ts";
import type { Arguments } from "./arguments.ts";
import { BodyReader, COLUMN, ROW } from "./body-reader.ts";
import type { EmitContext } from "./context.ts";
import { computeFull, storeFull } from "./full-members.ts";

/** Elements of one program of an elementwise kernel. */
const CHUNK = 2048;
/** Lanes over elements: of the whole space, or of the largest inner part of it that needs no division. */
export function emitElements(args: Arguments, context: EmitContext): number[] {
  const { group } = context;
  const size = group.rows * group.columns;
  const inner = innerExtent(context);
  const outer = inner === 0 ? 0 : size / inner;
  const longest = Math.max(...group.members.map((member) => member.loopLength));
  const chunk = longest === 1 ? CHUNK : Math.max(64, Math.min(CHUNK, 2 ** Math.round(Math.log2(65536 / longest))));
  const builder = args.k;
  for (const member of context.stored) args.output(member.node, false);
  const indices = new Map<string, Expr>();
  const isFlat = outer <= 1 && context.rowLength === undefined;
  const row = isFlat ? undefined : builder.gridIndex("row");
  if (row !== undefined) indices.set(ROW, row);
  const isChunked = isFlat || inner > chunk;
  const base = isChunked ? builder.let("base", k.mul(builder.gridIndex("chunk"), chunk)) : undefined;
  const extent = isFlat ? flatExtent(args, context, inner) : k.constant(inner, "i32");
  const lanes = base === undefined ? extent : k.min(k.sub(extent, base), chunk);
  builder.hintLanes(isFlat ? chunk : Math.min(chunk, inner));
  builder.lanes(lanes, (lane) => {
    indices.set(COLUMN, base === undefined ? lane : k.add(base, lane));
    const position = addForms(scaleForm(indexForm(ROW, outer), inner), indexForm(COLUMN, inner));
    const reader = new BodyReader(args, context, indices, new Map());
    const values = computeFull(args, reader, group.members, position);
    loadedRare()?.emitSpread(args, context, reader, group.members, position);
    storeFull(args, context, values, reader, position);
  });
  return [...(isFlat ? [] : [outer]), ...(isChunked ? [Math.ceil(inner / chunk)] : [])];
}

/** The count of all elements; where lanes are taken by fours, in a form that shows whether it is a multiple of four. */
function flatExtent(args: Arguments, { hasSerialLanes }: EmitContext, size: number): Expr {
  return hasSerialLanes || size % 4 !== 0 ? args.number("n", size) : k.mul(args.number("fours", size / 4), 4);
}

/** Elements of the inner part: as many trailing axes as index maps allow without dividing in the lanes. */
function innerExtent(context: EmitContext): number {
  const { members } = context.group;
  const size = context.group.rows * context.group.columns;
  const { rowLength = size } = context;
  let best = rowLength;
  for (const shape of [...(context.rowLength === undefined ? [] : [[rowLength]]), ...candidateShapes(members, size)]) {
    for (let axis = 0; axis < shape.length; axis++) {
      const inner = sizeOf(shape.slice(axis));
      if (context.rowLength !== undefined && rowLength % inner !== 0) continue;
      best = inner;
      const position = addForms(scaleForm(indexForm(ROW, size / inner), inner), indexForm(COLUMN, inner));
      if (members.every((member) => isDivisionFree(member, position, COLUMN, context.isStop))) return inner;
    }
  }
  return best;
}

/** Shapes whose axes are worth trying: of the members, and of what their values are reshaped from. */
function candidateShapes(members: readonly Stage[], size: number): Shape[] {
  const shapes = new Map<string, Shape>();
  for (const member of members) {
    for (
      let node: Node | undefined = member.node;
      node !== undefined && sizeOf(node.shape) === size;
      node = node.inputs[0]
    ) {
      shapes.set(node.shape.join(), node.shape);
      if (node.spec.kind === "reduce") break;
    }
  }
  return [...shapes.values()];
}
