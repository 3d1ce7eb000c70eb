/** @file Range checks of indices, where these are still on the host and the check costs no read. */
import { ShapeError } from "../errors.ts";
import { Tensor } from "../tensor/tensor.ts";

/**
 * Checks indices against [0, extent), if they are known on the host: a number, or data not yet uploaded.
 * @throws {ShapeError} with the first index outside.
 */
export function checkHostIndices(op: string, indices: unknown, extent: number): void {
  if (typeof indices === "number") checkIndex(op, indices, undefined, extent);
  if (!(indices instanceof Tensor)) return;
  const state = indices.node.storage?.state;
  if (state?.kind !== "host") return;
  for (let i = 0; i < state.data.length; i++) checkIndex(op, state.data[i] ?? 0, i, extent);
}

const HINT = "indices count from 0, and not from the end; clip or mask what lies outside";

function checkIndex(op: string, index: number, place: number | undefined, extent: number): void {
  if (index >= 0 && index < extent) return;
  const where = place === undefined ? "" : ` at element ${place}`;
  throw new ShapeError({ op, rule: `indices must lie in [0, ${extent})`, got: `${index}${where}`, hint: HINT });
}
