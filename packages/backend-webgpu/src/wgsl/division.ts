/**
 * @file How many invocations a program gets, and how many programs share a workgroup.
 */
import type { Expr, Kernel, LaneStmt, Stmt } from "@adjoint/core";

/** How a kernel's programs are divided among workgroups. */
export interface Division {
  /** Invocations of a program, a power of two. */
  readonly lanes: number;
  /** Programs of a workgroup, a power of two. */
  readonly programs: number;
  /** Neighbouring invocations that combine what they reduce by shuffles, a power of two; 1 without subgroups. */
  readonly shuffled: number;
  /** True if no value that steers control flow depends on what a program computes. */
  readonly hasFixedFlow: boolean;
  /** True if what a reduction gives steers control flow that is not fixed, so that a compiler must see it to be uniform. */
  readonly isSteered: boolean;
}

/** What of a device decides on the division. */
export interface DivisionTraits {
  /** Most invocations of a workgroup. */
  readonly maxWorkgroupSize: number;
  readonly hasSubgroups?: boolean;
  readonly subgroupMinSize?: number;
  readonly subgroupMaxSize?: number;
}

/** A workgroup smaller than this leaves parts of a processor idle. */
const GOOD_SIZE = 64;
/** Bytes of shared arrays up to which programs are put together: workgroups beside each other need theirs, too. */
const SHARED_BYTES = 4096;

/**
 * Subgroups of at most this many invocations are the vectors of a processor. There a workgroup runs on one core, its
 * subgroups in turn, and changes from one to another at each barrier: it is best made of a single one.
 */
const PROCESSOR_LANES = 8;

/** `lanesHint` counts what invocations take one by one: lanes, or fours of them. */
export function divisionOf(kernel: Kernel, traits: DivisionTraits, lanesHint = kernel.lanesHint): Division {
  const { hasSubgroups = false, subgroupMinSize = 0, subgroupMaxSize = 0, maxWorkgroupSize } = traits;
  const isProcessor = hasSubgroups && subgroupMaxSize > 0 && subgroupMaxSize <= PROCESSOR_LANES;
  const most = isProcessor ? Math.min(subgroupMaxSize, maxWorkgroupSize) : maxWorkgroupSize;
  let lanes = 1;
  while (lanes < most && lanes < lanesHint) lanes *= 2;
  const shuffled = hasSubgroups ? Math.min(lanes, Math.max(1, subgroupMinSize)) : 1;
  const isFixed = hasFixedFlow(kernel);
  const division = {
    lanes,
    programs: 1,
    shuffled,
    hasFixedFlow: isFixed,
    isSteered: !isFixed && reductionsSteer(kernel),
  };
  if (!isFixed) return division;
  const sharedBytes = kernel.shared.reduce((sum, { size }) => sum + 4 * size, 0);
  let programs = 1;
  while (lanes * programs < Math.min(GOOD_SIZE, most) && sharedBytes * programs * 2 <= SHARED_BYTES) programs *= 2;
  return { ...division, programs };
}

/**
 * True if all programs of a launch pass the same barriers, and no value that they share comes from memory that the kernel
 * writes: such a value has to be made uniform over a workgroup.
 */
function hasFixedFlow(kernel: Kernel): boolean {
  /** Names of values that are the same for all programs. */
  const fixed = new Set<number>();
  const isFixed = (e: Expr): boolean => everyPart(e, (part) => part.kind !== "load" && isKnown(part));
  const isKnown = (part: Expr): boolean => part.kind !== "var" || fixed.has(part.id);
  const isFine = (s: Stmt): boolean => {
    switch (s.kind) {
      case "let":
        if (!s.isMutable && isFixed(s.value)) fixed.add(s.target.id);
        return !readsWritten(s.value);
      case "set":
        return !readsWritten(s.value);
      case "store":
        return true;
      case "loop":
        fixed.add(s.index.id);
        return isFixed(s.count) && s.body.every(isFine);
      case "if":
        return isFixed(s.condition) && [...s.body, ...s.otherwise].every(isFine);
      case "lanes":
      case "reduce":
        return !readsWritten(s.count);
      default:
        return s satisfies never;
    }
  };
  return kernel.body.every(isFine);
}

/** True if the result of a reduction, or what is computed from one, decides how often or whether statements run. */
function reductionsSteer(kernel: Kernel): boolean {
  const reduced = new Set<number>();
  const isFree = (e: Expr): boolean => everyPart(e, (part) => part.kind !== "var" || !reduced.has(part.id));
  const isFine = (s: Stmt): boolean => {
    if (s.kind === "store") return true;
    if (s.kind === "let" || s.kind === "set") {
      if (!isFree(s.value)) reduced.add(s.target.id);
      return true;
    }
    if (s.kind === "if") return isFree(s.condition) && [...s.body, ...s.otherwise].every(isFine);
    if (s.kind === "reduce") for (const { target } of s.accumulators) reduced.add(target.id);
    // What one turn of a loop computes may steer the next.
    return isFree(s.count) && (s.kind !== "loop" || (s.body.every(isFine) && s.body.every(isFine)));
  };
  return !kernel.body.every(isFine);
}

/** True if the value is read from memory that the kernel also writes. */
export function readsWritten(e: Expr): boolean {
  return !everyPart(
    e,
    (part) => part.kind !== "load" || (part.memory.kind === "buffer" && part.memory.access === "read"),
  );
}

/** True if a claim holds of all parts of an expression. */
function everyPart(e: Expr, claim: (part: Expr) => boolean): boolean {
  if (!claim(e)) return false;
  if (e.kind === "op") return e.args.every((arg) => everyPart(arg, claim));
  if (e.kind === "cast") return everyPart(e.arg, claim);
  return e.kind !== "load" || everyPart(e.index, claim);
}

/**
 * True if what one invocation writes may be read or written by another of its program, which then has to wait. Programs
 * of one parallel statement need no barrier: nothing comes after it.
 */
export function needsBarriers({ body, shared }: Kernel): boolean {
  return shared.length > 0 || parallelStatements(body) > 1 || body.some(hasReduction);
}

const hasReduction = (s: Stmt | LaneStmt): boolean => s.kind === "reduce" || innerOf(s).some(hasReduction);

/** How often lanes run or something is stored. More than once stands for more often, too. */
function parallelStatements(body: readonly Stmt[]): number {
  return body.reduce((count, s) => {
    if (s.kind === "lanes" || s.kind === "store" || s.kind === "reduce") return count + 1;
    const inside = parallelStatements(innerOf(s) as readonly Stmt[]);
    return count + (s.kind === "loop" ? 2 * inside : inside);
  }, 0);
}

function innerOf(s: Stmt | LaneStmt): readonly (Stmt | LaneStmt)[] {
  if (s.kind === "loop" || s.kind === "lanes" || s.kind === "reduce") return s.body;
  if (s.kind === "if") return "otherwise" in s ? [...s.body, ...s.otherwise] : s.body;
  return [];
}
