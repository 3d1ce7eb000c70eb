/** @file Factors of the samples of a class. */
import { UsageError } from "@adjoint/core";
import type { Label } from "./labels.ts";
import type { ClassWeight } from "./options.ts";

/**
 * The factor of each class; 1 where none is given.
 * @param classOf the number of each sample's class
 * @throws {UsageError} if a factor is negative or not finite, or is for something that is no class.
 */
export function classFactors(
  op: string,
  weight: ClassWeight,
  classes: readonly Label[],
  classOf: Uint32Array,
): number[] {
  if (weight === null) return classes.map(() => 1);
  if (weight === "balanced") {
    const counts = classes.map(() => 0);
    for (const index of classOf) counts[index] = (counts[index] ?? 0) + 1;
    return counts.map((count) => classOf.length / (classes.length * count));
  }
  const given = new Map(isMap(weight) ? [...weight].map(([label, w]) => [String(label), w]) : Object.entries(weight));
  const names = classes.map(String);
  for (const [name, factor] of given) checkFactor(op, name, factor, names);
  return names.map((name) => given.get(name) ?? 1);
}

function checkFactor(op: string, name: string, factor: number, names: readonly string[]): void {
  if (!names.includes(name)) {
    throw new UsageError({ op, rule: `classWeight must name classes among ${names.join(", ")}`, got: name });
  }
  if (Number.isFinite(factor) && factor >= 0) return;
  throw new UsageError({ op, rule: "classWeight must be at least 0", got: `${factor} for ${name}` });
}

function isMap(weight: Exclude<ClassWeight, "balanced" | null>): weight is ReadonlyMap<Label, number> {
  return weight instanceof Map;
}

/** @throws {UsageError} if weights depend on how many samples there are of each class, and only some are seen. */
export function checkUnbalanced(op: string, weight: ClassWeight): void {
  if (weight !== "balanced") return;
  const hint = "give each class its factor: a part of the samples does not show how many there are";
  throw new UsageError({ op, rule: 'classWeight "balanced" needs all samples at once', got: "partialFit", hint });
}
