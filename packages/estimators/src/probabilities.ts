/** @file Probabilities of classes from decisions, as far as a loss defines them. */
import { UsageError } from "@adjoint/core";

/** From the decision of one class against the others to its probability. */
type Link = (decision: number) => number;

/** Losses whose decisions mean a probability. */
const LINKS: Readonly<Record<string, Link>> = {
  log_loss: (decision) => 1 / (1 + Math.exp(-decision)),
  modified_huber: (decision) => (Math.min(1, Math.max(-1, decision)) + 1) / 2,
};

/** @throws {UsageError} if the decisions of this loss mean no probabilities. */
export function linkOf(op: string, loss: string): Link {
  const link = LINKS[loss];
  if (link !== undefined) return link;
  const names = Object.keys(LINKS);
  throw new UsageError({
    op,
    rule: `loss must be one of ${names.join(", ")}`,
    got: loss,
    hint: "decisionFunction has scores",
  });
}

/**
 * The probability of each class. Those of more than two classes are made to sum to 1; where all are 0, they are equal.
 * @param decisions one for two classes, that of the second; else one for each
 * @see Zadrozny, Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates
 */
export function probabilitiesOf(link: Link, decisions: readonly number[]): number[] {
  const [only = 0] = decisions;
  if (decisions.length === 1) return [link(-only), link(only)];
  const single = decisions.map(link);
  const total = single.reduce((sum, p) => sum + p, 0);
  return single.map((p) => (total > 0 ? p / total : 1 / single.length));
}
