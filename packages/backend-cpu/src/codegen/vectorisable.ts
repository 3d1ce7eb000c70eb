/** @file Decides whether a lane body can run for four lanes at once. */
import type { Expr, LaneStmt } from "@adjoint/core";
import type { Lowering } from "./lowering.ts";
import { expressionsOf, walk } from "./statements.ts";
import { operandsOf, type Value } from "./value.ts";

/**
 * True unless lanes part ways (`if` or `loop` by a value of the lane) or compute in double precision, whose vectors have
 * two lanes only.
 */
export function isVectorisable(lowering: Lowering, body: readonly LaneStmt[], others: readonly Expr[]): boolean {
  let isFine = true;
  const values: Value[] = others.map((e) => lowering.value(e));
  walk(body, (s) => {
    if (s.kind === "if") isFine &&= lowering.value(s.condition).isUniform;
    if (s.kind === "loop") isFine &&= lowering.value(s.count).isUniform;
    if (s.kind === "store") isFine &&= s.memory.dtype !== "f64";
    if (s.kind === "let") isFine &&= s.target.isUniform || s.target.dtype !== "f64";
    values.push(...expressionsOf(s).map((e) => lowering.value(e)));
  });
  return isFine && !hasVaryingDouble(values);
}

function hasVaryingDouble(roots: readonly Value[]): boolean {
  const seen = new Set<Value>();
  const visit = (value: Value): boolean => {
    if (value.isUniform || seen.has(value)) return false;
    seen.add(value);
    return value.dtype === "f64" || operandsOf(value).some(visit);
  };
  return roots.some(visit);
}
