/**
 * @file Fourth pass: the kernel of a group.
 */
import { KernelBuilder } from "../../kernel/build.ts";
import { Arguments } from "./arguments.ts";
import type { EmitContext, EmittedGroup } from "./context.ts";
import { emitElements } from "./emit-elements.ts";
import { emitRows } from "./emit-rows.ts";

/** The kernel that computes a group. */
export function emitGroup(context: EmitContext, name: string): EmittedGroup {
  const builder = new KernelBuilder();
  const args = new Arguments(builder, context);
  const { group } = context;
  const grid = group.members.some((member) => member.rowReduce !== undefined)
    ? emitRows(args, context)
    : emitElements(args, context);
  return { kernel: builder.build(name), buffers: args.buffers, params: args.params, grid };
}
