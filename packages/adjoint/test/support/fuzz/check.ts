/** @file Runs random programs on the backend and compares all their tensors with the interpreter in double precision. */
import { expectClose, interpretGraph, type Tolerance } from "@adjoint/core/testing";
import { realize } from "adjoint";
import { type Built, build, type Program, randomProgram } from "./program.ts";

/** The first seed and how many follow, unless the environment has others. */
export function fuzzSeeds(count: number): { readonly first: number; readonly count: number } {
  const { ADJOINT_FUZZ_SEED = 1, ADJOINT_FUZZ_COUNT = count } = process.env;
  return { first: Number(ADJOINT_FUZZ_SEED), count: Number(ADJOINT_FUZZ_COUNT) };
}

/** Programs that are realised together. */
const BATCH = 50;

/** A program with the values that its tensors must have. */
interface Checked {
  readonly program: Program;
  readonly built: Built;
  /** By tensor; undefined where there is an infinity or a NaN, which devices need not keep. */
  readonly expected: readonly (Float64Array | undefined)[];
  readonly tolerance: Tolerance;
}

/**
 * Runs the programs of seeds `first` to `first + count`.
 * @throws {Error} with the seed and the least program that fails like the first that does.
 */
export async function checkPrograms(first: number, count: number): Promise<void> {
  for (let seed = first; seed < first + count; seed += BATCH) {
    const size = Math.min(BATCH, first + count - seed);
    const programs = Array.from({ length: size }, (_, i) => randomProgram(seed + i));
    const failing = await firstFailure(programs);
    if (failing !== undefined) throw await explained(failing);
  }
}

/** The first program that fails, if any. */
async function firstFailure(programs: readonly Program[]): Promise<Program | undefined> {
  const all = programs.map(prepare);
  try {
    await realize(...all.flatMap(({ built, expected }) => built.tensors.filter((_, i) => expected[i] !== undefined)));
    for (const checked of all) if ((await differenceOf(checked)) !== undefined) return checked.program;
    return undefined;
  } catch (error) {
    // One of them cannot be compiled or run: alone, it tells which.
    for (const program of programs) if ((await failureOf(program)) !== undefined) return program;
    throw error;
  } finally {
    for (const { built } of all) built.dispose();
  }
}

function prepare(program: Program): Checked {
  const built = build(program);
  const values = interpretGraph(
    built.tensors.map(({ node }) => node),
    (leaf) => built.values.get(leaf) ?? [],
  );
  let largest = 1;
  const expected = values.map((numbers) => {
    const hasNumbers = numbers.every(Number.isFinite);
    if (hasNumbers) for (const x of numbers) largest = Math.max(largest, Math.abs(x));
    return hasNumbers ? numbers : undefined;
  });
  const reason = "steps may add up to some hundred roundings of the greatest value; wrong elements are off by far more";
  return { program, built, expected, tolerance: { abs: 1e-4 * largest, reason } };
}

/** What differs from what is expected. */
async function differenceOf({ built, expected, tolerance }: Checked): Promise<string | undefined> {
  for (const [i, x] of built.tensors.entries()) {
    const values = expected[i];
    if (values === undefined) continue;
    try {
      expectClose(await x.data(), values, tolerance);
    } catch (error) {
      return `t${i}${String(error instanceof Error ? error.message : error)}`;
    }
  }
  return undefined;
}

/** How a program fails alone, read tensor by tensor. */
async function failureOf(program: Program): Promise<string | undefined> {
  const checked = prepare(program);
  try {
    return await differenceOf(checked);
  } catch (error) {
    return String(error instanceof Error ? (error.stack ?? error.message) : error);
  } finally {
    checked.built.dispose();
  }
}

/** Leaves out steps as long as the program fails, and tells of what is left. */
async function explained(program: Program): Promise<Error> {
  let least = program;
  let failure = await failureOf(least);
  for (let at = least.steps.length - 1; at >= 0 && failure !== undefined; at--) {
    const smaller = { ...least, steps: least.steps.toSpliced(at, 1) };
    const failureOfSmaller = await failureOf(smaller);
    if (failureOfSmaller !== undefined) [least, failure] = [smaller, failureOfSmaller];
  }
  const text = build(least).lines.join("\n  ");
  const alone = failure ?? "it fails only together with others of its batch";
  return new Error(`fuzz seed ${program.seed}, steps ${JSON.stringify(least.steps)}: ${alone}\n  ${text}`);
}
