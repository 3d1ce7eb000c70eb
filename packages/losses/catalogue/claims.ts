/** @file Which cases of the fixtures are claimed, and by whom. */
import type { LossEntry } from "./entry.ts";

/** What claims go by: a case's name, else its loss, marked where it is of logits. */
export function caseName(given: unknown): string {
  const { name, loss, options } = given as {
    readonly name?: string;
    readonly loss?: string;
    readonly options?: { readonly from_logits?: boolean };
  };
  const plain = name ?? loss ?? "";
  return name === undefined && options?.from_logits === true ? `${plain} from_logits` : plain;
}

export function matches(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

/** The patterns of all entries for a fixture, with the function that claims. */
export function claimsOn(
  file: string,
  entries: readonly LossEntry[],
): { readonly by: string; readonly pattern: string }[] {
  return entries.flatMap(({ name, vectors }) =>
    typeof vectors === "string"
      ? []
      : vectors
          .filter((claim) => claim.file === file)
          .flatMap(({ cases }) => cases.map((pattern) => ({ by: name, pattern }))),
  );
}
