/** @file The error at a node that should have brought its gradient rule. */
import { type Node, UsageError } from "@adjoint/core";

/** @throws {UsageError} always */
export function missingRule({ spec }: Node): never {
  throw new UsageError({
    op: "grad",
    rule: "a node of a rare kind brings its gradient rule",
    got: `${spec.kind} without one`,
    hint: "make it with its builder in ir",
  });
}
