/**
 * @file What cores allow WebAssembly: multiply-adds in registers, and copies between memory of each thread's own. Engines that run
 * native code are not bound by it.
 */
import type { LimitProbe } from "../../workload/types.ts";
import { engineOf } from "../by-kind.ts";
import type { Engine, Job } from "../contract.ts";
import { assembleLoops } from "./assemble.ts";
import { fastestCount, Loops, operands, regionOf, turnsOf } from "./loops.ts";
import { possibleThreads } from "./spawn.ts";
import { Team } from "./team.ts";
import { type AccumulatorCount, type Arithmetic, accumulatorCounts } from "./wat.ts";
import type { Call } from "./worker.ts";

/** @throws {MissingError} without WebAssembly's SIMD. */
export async function limitsCpu(): Promise<Engine> {
  const { module, arithmetic } = await assembleLoops();
  const threads = possibleThreads();
  const cores = new Cores(new Loops(module), arithmetic, await Team.start(threads - 1, module, callsOf(arithmetic)));
  const features = [arithmetic === "fused" ? "relaxed simd" : "simd128"];
  // Memory that cannot be shared is a page's that is not isolated: there is one thread then.
  return engineOf({ threads, features }, { limit: (of) => cores.open(of, of.threads === "one" ? 1 : threads) });
}

/** What workers can be asked for: first the loops, in order. */
function callsOf(arithmetic: Arithmetic): Call[] {
  const loops = accumulatorCounts.map(
    (count): Call => ({ kind: "export", name: `multiplyAdd${count}`, taken: 1, fixed: operands(arithmetic) }),
  );
  return [...loops, { kind: "export", name: "copy", taken: 4, fixed: [] }, { kind: "reserve" }];
}

const COPY = accumulatorCounts.length;
const RESERVE = COPY + 1;

class Cores {
  readonly #loops: Loops;
  readonly #arithmetic: Arithmetic;
  readonly #team: Team;
  #fastest: AccumulatorCount | undefined = undefined;

  constructor(loops: Loops, arithmetic: Arithmetic, team: Team) {
    this.#loops = loops;
    this.#arithmetic = arithmetic;
    this.#team = team;
  }

  open(of: LimitProbe, threads: number): Job | undefined {
    if (of.of === "fma") return jobOf(this.#multiplyAdds(of, threads));
    if (of.of === "copy") return jobOf(this.#copies(of, threads));
    return undefined;
  }

  #multiplyAdds({ flops }: LimitProbe, threads: number): () => void {
    this.#fastest ??= fastestCount(this.#loops, this.#arithmetic);
    const call = accumulatorCounts.indexOf(this.#fastest);
    const multiplyAdd = this.#loops.multiplyAdd(this.#fastest);
    const turns = turnsOf(flops, threads, this.#fastest);
    const [factor, term] = operands(this.#arithmetic);
    const own = (): void => void multiplyAdd(turns, factor, term);
    return threads === 1 ? own : () => this.#team.run(call, [turns], own);
  }

  #copies({ bytes: whole, times }: LimitProbe, threads: number): () => void {
    const { to, bytes, memoryBytes } = regionOf(whole, threads);
    const reserve = (): void => this.#loops.reserve(memoryBytes);
    if (threads === 1) reserve();
    else this.#team.run(RESERVE, [memoryBytes], reserve);
    const { copy } = this.#loops;
    const own = (): void => copy(0, to, bytes, times);
    return threads === 1 ? own : () => this.#team.run(COPY, [0, to, bytes, times], own);
  }
}

function jobOf(work: () => void): Job {
  return {
    run: async () => work(),
    outputs: async () => ({}),
    close: async () => undefined,
  };
}
