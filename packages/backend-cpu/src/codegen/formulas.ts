/** @file The formulas that a kernel needs: those of integers are at hand, the others are loaded. */
import {
  type ExpandedOp,
  type Expansion,
  type Expr,
  INTEGER_EXPANSIONS,
  type Kernel,
  loadExpansions,
  scalarDef,
} from "@adjoint/core";
import { expressionsOf, walk } from "./statements.ts";

export type Formulas = Readonly<Partial<Record<ExpandedOp, Expansion>>>;

/** True for operations whose formula is not among those of integers. */
function isRealFunction({ op, dtype }: Extract<Expr, { kind: "op" }>): boolean {
  const isAtHand = op in INTEGER_EXPANSIONS && !(op === "mod" && dtype === "f32");
  return scalarDef(op).isExpanded === true && !isAtHand;
}

/** Enough formulas to compile a kernel. */
export function formulasFor(kernel: Kernel): Formulas | Promise<Formulas> {
  const seen = new Set<Expr>();
  const isMissing = (e: Expr): boolean => {
    if (seen.has(e)) return false;
    seen.add(e);
    switch (e.kind) {
      case "op":
        return isRealFunction(e) || e.args.some(isMissing);
      case "cast":
        return isMissing(e.arg);
      case "load":
        return isMissing(e.index);
      default:
        return false;
    }
  };
  let needsAll = false;
  walk(kernel.body, (s) => {
    needsAll ||= expressionsOf(s).some(isMissing);
  });
  return needsAll ? loadExpansions() : INTEGER_EXPANSIONS;
}
