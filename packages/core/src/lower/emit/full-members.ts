/**
 * @file Full members in the open lane body: their values, and their stores.
 */
import type { Expr } from "../../kernel/types.ts";
import { resolveStage, type Stage } from "../accesses.ts";
import { SharedBinder } from "../bind-shared.ts";
import type { Form } from "../index-form.ts";
import type { Arguments } from "./arguments.ts";
import type { BodyReader } from "./body-reader.ts";
import type { EmitContext } from "./context.ts";

/** Computes full members in order, before any is stored: an output may take the place of an input. Spread ones come later. */
export function computeFull(
  args: Arguments,
  reader: BodyReader,
  members: readonly Stage[],
  position: Form,
): [Stage, Expr][] {
  const binder = new SharedBinder(args.k);
  const own = members.filter((member) => member.spread === undefined || reader.isInLoop);
  return own.map((member) => {
    const [bound] = binder.bind([resolveStage(reader.resolver, member, position)]);
    const value = bound as Expr;
    const name = value.kind === "const" || value.kind === "var" ? value : args.k.let("v", value);
    reader.values.set(member.node, name);
    reader.inlined.delete(member.node);
    return [member, name];
  });
}

/** Stores those members that have a buffer. */
export function storeFull(
  args: Arguments,
  context: EmitContext,
  values: readonly [Stage, Expr][],
  reader: BodyReader,
  position: Form,
): void {
  for (const [member, value] of values) {
    const index = reader.index(member.spread?.at(position) ?? position);
    if (context.stored.has(member)) args.k.store(args.buffer(member.node), args.place(member.node, index), value);
  }
}
