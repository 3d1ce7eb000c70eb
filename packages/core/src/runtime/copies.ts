/**
 * @file Finds out whether several copies of the library run side by side. Their tensors cannot be mixed.
 */
import { UsageError } from "../errors.ts";

const REGISTRY = Symbol.for("adjoint");

interface Registry {
  copies: number;
}

/** Counts this copy among those of the process. */
export function registerCopy(): void {
  const holder = globalThis as { [REGISTRY]?: Registry };
  holder[REGISTRY] ??= { copies: 0 };
  holder[REGISTRY].copies++;
}

/** The error for a tensor that another copy of the library made. */
export function foreignTensorError(op: string): UsageError {
  const count = Math.max(2, (globalThis as { [REGISTRY]?: Registry })[REGISTRY]?.copies ?? 0);
  return new UsageError({
    op,
    rule: "tensors must be made by the same copy of the library",
    got: `a tensor of another copy (${count} copies are loaded)`,
    hint: "make every dependency resolve to one adjoint: run `npm ls adjoint`, then `npm dedupe`, or mark it external when bundling",
  });
}
