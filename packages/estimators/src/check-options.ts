/** @file Whether options are what they may be, with worded errors. */
import { UsageError } from "@adjoint/core";
import type { Penalty, Resolved, SGDOptions } from "./options.ts";
import { SCHEDULES } from "./schedule.ts";

const PENALTIES: readonly Penalty[] = ["l2", "l1", "elasticnet", null];

/** What each number must be. */
const NUMBERS: Readonly<Record<string, { readonly rule: string; readonly holds: (value: number) => boolean }>> = {
  alpha: { rule: "at least 0", holds: (value) => value >= 0 },
  l1Ratio: { rule: "in [0, 1]", holds: (value) => value >= 0 && value <= 1 },
  maxIter: { rule: "a whole number of at least 1", holds: (value) => Number.isInteger(value) && value >= 1 },
  epsilon: { rule: "at least 0", holds: (value) => value >= 0 },
  eta0: { rule: "at least 0", holds: (value) => value >= 0 },
  powerT: { rule: "a finite number", holds: () => true },
  validationFraction: { rule: "between 0 and 1, both excluded", holds: (value) => value > 0 && value < 1 },
  nIterNoChange: { rule: "a whole number of at least 1", holds: (value) => Number.isInteger(value) && value >= 1 },
};

const BOOLEANS = ["fitIntercept", "shuffle", "earlyStopping", "warmStart"] as const;

/**
 * Options with their defaults.
 * @throws {UsageError} if a name or a value is none of those that there are.
 */
export function resolveOptions<O extends SGDOptions & { readonly loss?: string | undefined }>(
  op: string,
  options: O,
  defaults: Resolved<O>,
  losses: readonly string[],
): Resolved<O> {
  checkKeys(op, options, Object.keys(defaults));
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved = { ...defaults, ...given } as Resolved<O>;
  checkChoice(op, "loss", resolved.loss, losses);
  checkCommon(op, resolved as unknown as Resolved<SGDOptions>);
  return resolved;
}

function checkCommon(op: string, options: Resolved<SGDOptions>): void {
  checkChoice(op, "penalty", options.penalty, PENALTIES);
  checkChoice(op, "learningRate", options.learningRate, Object.keys(SCHEDULES));
  const values: Readonly<Record<string, unknown>> = { ...options };
  for (const [name, { rule, holds }] of Object.entries(NUMBERS)) {
    const value = values[name];
    if (typeof value === "number" && Number.isFinite(value) && holds(value)) continue;
    throw new UsageError({ op, rule: `${name} must be ${rule}`, got: String(value) });
  }
  for (const name of BOOLEANS) checkChoice(op, name, options[name], [true, false]);
  checkSpecial(op, options);
  checkRate(op, options);
}

/** Those that may be something else than a number. */
function checkSpecial(op: string, { tol, randomState, average }: Resolved<SGDOptions>): void {
  if (tol !== null && !(Number.isFinite(tol) && tol >= 0)) {
    const hint = "null makes all passes";
    throw new UsageError({ op, rule: "tol must be null or at least 0", got: String(tol), hint });
  }
  if (randomState !== null && !Number.isSafeInteger(randomState)) {
    const rule = "randomState must be null or a whole number of at most 53 bits";
    throw new UsageError({ op, rule, got: String(randomState), hint: "such as 0 or Date.now()" });
  }
  if (typeof average !== "boolean" && !(Number.isInteger(average) && average >= 0)) {
    const rule = "average must be true, false or a whole number of at least 0";
    throw new UsageError({
      op,
      rule,
      got: String(average),
      hint: "a number is the step from which weights are averaged",
    });
  }
}

/** What the learning rate needs of others. */
function checkRate(op: string, { learningRate, alpha, eta0 }: Resolved<SGDOptions>): void {
  if (learningRate === "optimal") {
    if (alpha > 0) return;
    const hint = `choose another of ${Object.keys(SCHEDULES).join(", ")}`;
    throw new UsageError({ op, rule: 'learningRate "optimal" needs alpha above 0', got: `alpha=${alpha}`, hint });
  }
  if (eta0 > 0) return;
  const rule = `learningRate "${learningRate}" needs eta0 above 0`;
  throw new UsageError({ op, rule, got: `eta0=${eta0}`, hint: "its default is 0.01" });
}

function checkKeys(op: string, options: object, names: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !names.includes(key));
  if (unknown === undefined) return;
  throw new UsageError({
    op,
    rule: "options must be among those it has",
    got: unknown,
    hint: `it has ${names.join(", ")}`,
  });
}

function checkChoice(op: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  throw new UsageError({ op, rule: `${name} must be one of ${choices.map(String).join(", ")}`, got: String(value) });
}
