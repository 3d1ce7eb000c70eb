/** @file Error rates of recognised text: edit distances by length of the reference. */
import { UsageError } from "@adjoint/core";
import { editDistance, type Sequence } from "./edit-distance.ts";

/**
 * Character error rate: edits from all hypotheses to their references, divided by the length of all references.
 * Sequences of labels serve as well as strings. May exceed 1; for empty references it is 0 without edits, else Infinity.
 *
 * @throws {UsageError} if there are more of one than of the other.
 * @example cer(["kitten"], ["sitting"]) // 3 / 7
 */
export function cer<T>(hypotheses: readonly Sequence<T>[], references: readonly Sequence<T>[]): number {
  return errorRate("cer", hypotheses, references);
}

/** Word error rate: as `cer`, counted in words, which white space separates. */
export function wer(hypotheses: readonly string[], references: readonly string[]): number {
  return errorRate("wer", hypotheses.map(wordsOf), references.map(wordsOf));
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

function errorRate<T>(op: string, hypotheses: readonly Sequence<T>[], references: readonly Sequence<T>[]): number {
  if (hypotheses.length !== references.length) {
    const got = `${hypotheses.length} and ${references.length}`;
    throw new UsageError({ op, rule: "each hypothesis needs a reference", got, hint: 'use "" for what was not read' });
  }
  let edits = 0;
  let length = 0;
  references.forEach((reference, i) => {
    edits += editDistance(hypotheses[i] ?? [], reference);
    length += reference.length;
  });
  return edits === 0 ? 0 : edits / length;
}
