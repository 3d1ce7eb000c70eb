/** @file Error rates of recognised text: edit distances by length of the reference. */
import { UsageError } from "@adjoint/core";
import { editDistance, elementsOf, type Sequence } from "./edit-distance.ts";

export interface ErrorRateOptions {
  /** One rate for all references together, or one for each. Default "total". */
  readonly reduction?: "total" | "none" | undefined;
}

type Each = ErrorRateOptions & { readonly reduction: "none" };

/**
 * Character error rate: edits from all hypotheses to their references, divided by the length of all references, so that
 * long references count for more. Characters are code points; sequences of labels serve as well as strings.
 *
 * May exceed 1. Where all references are empty it is 0 without edits, else Infinity; so is each rate with
 * `reduction: "none"`, and the rate of no references is 0.
 * @throws {UsageError} if there are more of one than of the other, or for an unknown reduction.
 * @see Morris, Maier, Green (2004), From WER and RIL to MER and WIL
 * @example cer(["kitten"], ["sitting"]) // 3 / 7
 */
export function cer<T>(hypotheses: readonly Sequence<T>[], references: readonly Sequence<T>[], options: Each): number[];
export function cer<T>(
  hypotheses: readonly Sequence<T>[],
  references: readonly Sequence<T>[],
  options?: ErrorRateOptions & { readonly reduction?: "total" | undefined },
): number;
export function cer<T>(
  hypotheses: readonly Sequence<T>[],
  references: readonly Sequence<T>[],
  options: ErrorRateOptions = {},
): number | number[] {
  return errorRate("cer", hypotheses.map(elementsOf), references.map(elementsOf), options);
}

/**
 * Word error rate: as `cer`, counted in words, which white space separates. Nothing else is normalised: lower the case and
 * strip punctuation before, if they are not to count.
 *
 * @throws {UsageError} as `cer`.
 * @example wer(["the cat sat"], ["the cat sat on"]) // 0.25
 */
export function wer(hypotheses: readonly string[], references: readonly string[], options: Each): number[];
export function wer(
  hypotheses: readonly string[],
  references: readonly string[],
  options?: ErrorRateOptions & { readonly reduction?: "total" | undefined },
): number;
export function wer(
  hypotheses: readonly string[],
  references: readonly string[],
  options: ErrorRateOptions = {},
): number | number[] {
  return errorRate("wer", hypotheses.map(wordsOf), references.map(wordsOf), options);
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

function errorRate<T>(
  op: string,
  hypotheses: readonly Sequence<T>[],
  references: readonly Sequence<T>[],
  { reduction = "total" }: ErrorRateOptions,
): number | number[] {
  if (hypotheses.length !== references.length) {
    const got = `${hypotheses.length} and ${references.length}`;
    throw new UsageError({ op, rule: "each hypothesis needs a reference", got, hint: 'use "" for what was not read' });
  }
  const edits = references.map((reference, i) => editDistance(hypotheses[i] ?? [], reference));
  const rates = (): number[] => references.map(({ length }, i) => ratio(edits[i] ?? 0, length));
  switch (reduction) {
    case "none":
      return rates();
    case "total":
      return ratio(total(edits), total(references.map(({ length }) => length)));
    default: {
      const rule = 'reduction must be "total" or "none"';
      throw new UsageError({ op, rule, got: String(reduction satisfies never), hint: '"total" is the default' });
    }
  }
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const ratio = (edits: number, length: number): number => (edits === 0 ? 0 : edits / length);
