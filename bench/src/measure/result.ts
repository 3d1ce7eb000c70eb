/** @file What measuring gives, for each workload on each engine. */
import type { EngineName } from "../catalogue/engines.ts";
import type { Counters } from "../engine/contract.ts";
import type { Held } from "../worker/protocol.ts";
import type { Workload } from "../workload/types.ts";

/** Why there are no times. */
export type Trouble =
  /** The engine does not have this workload, or not in this runtime. */
  | "absent"
  /** What the engine needs is not on this machine. */
  | "missing"
  /** Its values are wrong. */
  | "wrong"
  /** It threw an error. */
  | "failed"
  | "crashed"
  | "timeout"
  /** The run ended before it was measured. */
  | "interrupted";

export interface Cell {
  readonly workload: Workload;
  readonly engine: EngineName;
  readonly trouble: { readonly kind: Trouble; readonly reason: string } | undefined;
  /** Milliseconds of a run by sample, in each round. Empty if there is trouble. */
  readonly rounds: readonly (readonly number[])[];
  readonly firstRunMs: number | undefined;
  readonly setUpMs: number | undefined;
  /** Largest error of the values compared, as a fraction of what is allowed. */
  readonly error: number | undefined;
  /** Training alone: the loss after each step. */
  readonly losses: readonly number[];
  readonly held: Held | undefined;
  readonly counters: Counters | undefined;
  /** The largest seen of its process. */
  readonly residentBytes: number | undefined;
  /** How many threads computed. */
  readonly threads: number | undefined;
}
