/** @file Which classes there are: at least two, and the same ones in every fit that goes on from another. */
import { ShapeError, UsageError } from "@adjoint/core";
import type { Label } from "./labels.ts";

/** @throws {ShapeError} if there is nothing to tell apart. */
export function checkClasses(op: string, classes: readonly Label[]): void {
  if (classes.length >= 2) return;
  const got = classes.length === 1 ? `${String(classes[0])} alone` : "none";
  throw new ShapeError({ op, rule: "there must be at least two classes", got, hint: "add samples of another class" });
}

/**
 * The classes of a partial fit: those that the first call has named, which later ones may name again.
 * @throws {UsageError} if the first call names none, or a later one others.
 */
export function knownClasses<L extends Label>(
  op: string,
  known: readonly L[] | undefined,
  named: readonly L[] | undefined,
): readonly L[] {
  if (named !== undefined && known !== undefined) checkSameClasses(op, known, named);
  const classes = known ?? named;
  if (classes !== undefined) return classes;
  const hint = "partialFit(X, y, { classes })";
  throw new UsageError({ op, rule: "the first call needs classes", got: "none", hint });
}

/** @throws {UsageError} if classes are not those that a model knows. */
export function checkSameClasses(op: string, known: readonly Label[], given: readonly Label[]): void {
  if (known.length === given.length && known.every((label, i) => label === given[i])) return;
  const rule = `classes must stay ${known.map(String).join(", ")}`;
  throw new UsageError({ op, rule, got: given.map(String).join(", "), hint: "other classes take another model" });
}
