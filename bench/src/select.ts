/** @file Which workloads and engines the words of the command line mean. */
import { type EngineName, engineNames } from "./catalogue/engines.ts";
import { workloads as catalogue } from "./catalogue/workloads.ts";
import type { Workload } from "./workload/types.ts";

/** Every word that may follow `--workload`, but for patterns with `*`. */
export function workloadWords(): string[] {
  return [...new Set(catalogue.flatMap(({ name, family, kind }) => [kind, family, name]))];
}

/** The workloads that `word` means: the one of that name, else those of that family or kind, or that a pattern fits. */
export function workloadsMeantBy(word: string): readonly Workload[] {
  const named = catalogue.filter(({ name }) => name === word);
  if (named.length > 0) return named;
  const fits = patternOf(word);
  return catalogue.filter(({ name, family, kind }) => family === word || kind === word || fits?.test(name) === true);
}

/** The engines that `word` means: the one of that name, else those of that library (`tfjs`), or that a pattern fits. */
export function enginesMeantBy(word: string): readonly EngineName[] {
  const named = engineNames.filter((name) => name === word);
  if (named.length > 0) return named;
  const fits = patternOf(word);
  return engineNames.filter((name) => name.startsWith(`${word}-`) || fits?.test(name) === true);
}

/**
 * The workloads of a run, in the order of the catalogue. A quick run takes the quick ones of what the words mean; where a
 * word means none of those, it was asked for by name, and all that it means run.
 */
export function selectWorkloads(words: readonly string[], isQuick: boolean): Workload[] {
  const wanted = (words.length === 0 ? [catalogue] : words.map(workloadsMeantBy)).flatMap((meant) => {
    const quick = meant.filter((workload) => workload.isQuick);
    return isQuick && quick.length > 0 ? quick : meant;
  });
  return catalogue.filter((workload) => wanted.includes(workload));
}

/** The engines of a run, in the order of the catalogue. */
export function selectEngines(words: readonly string[]): EngineName[] {
  const wanted = words.flatMap(enginesMeantBy);
  return engineNames.filter((name) => words.length === 0 || wanted.includes(name));
}

/** A pattern's `*` stands for any characters. Undefined without one. */
function patternOf(word: string): RegExp | undefined {
  if (!word.includes("*")) return undefined;
  const parts = word.split("*").map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
