/** @file Answers the harness, in the process of an engine. */
import { type Engine, type Job, MissingError, type StartEngine } from "../engine/contract.ts";
import { draw } from "../workload/numbers.ts";
import { isTraining } from "../workload/types.ts";
import type { Answer, HoldRequest, Memory, Opened, OpenRequest, Request, Response, TimeRequest } from "./protocol.ts";
import { timeRuns } from "./time-runs.ts";

/** What a process can say of itself. */
export interface Surroundings {
  /** What it holds of the machine's memory now, if that can be known. */
  residentBytes(): number | undefined;
}

const MESSAGE_CHARACTERS = 600;

type Load = () => Promise<StartEngine>;

/** Takes requests one at a time. An error becomes an answer, and the process can go on. */
export class Server {
  readonly #load: Load;
  readonly #surroundings: Surroundings;
  #engine: Engine | undefined = undefined;
  #job: Job | undefined = undefined;
  /** Of the open workload, once it has been timed. */
  #typicalMs: number | undefined = undefined;

  constructor(load: Load, surroundings: Surroundings) {
    this.#load = load;
    this.#surroundings = surroundings;
  }

  async answer(request: Request): Promise<Response> {
    try {
      return await this.#take(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // Engines put whole programs into their messages.
      return {
        kind: "failed",
        message: message.slice(0, MESSAGE_CHARACTERS),
        isMissing: error instanceof MissingError,
      };
    }
  }

  #take(request: Request): Promise<Response> {
    switch (request.kind) {
      case "start":
        return this.#start();
      case "open":
        return this.#open(request);
      case "time":
        return this.#time(request);
      case "hold":
        return this.#hold(request);
      case "close":
        return this.#close();
      default:
        return request satisfies never;
    }
  }

  async #start(): Promise<Response> {
    const begin = performance.now();
    const start = await this.#load();
    this.#engine = await start();
    return { kind: "started", facts: this.#engine.facts, startMs: performance.now() - begin };
  }

  async #open({ workload, inputs, samples }: OpenRequest): Promise<Answer<OpenRequest>> {
    if (this.#engine === undefined) throw new Error("the engine has not started");
    await this.#close();
    const drawn = Object.fromEntries(Object.entries(inputs).map(([name, spec]) => [name, draw(spec)]));
    const begin = performance.now();
    const job = await this.#engine.open(workload, drawn);
    if (job === undefined) return { kind: "absent" };
    this.#job = job;
    const isSetUp = performance.now();
    await job.run();
    const firstRunMs = performance.now() - isSetUp;
    const outputs = await job.outputs();
    const picked: Opened["outputs"] = Object.fromEntries(
      Object.entries(samples).flatMap(([name, indices]) => {
        const values = outputs[name];
        return values === undefined ? [] : [[name, indices.map((index) => values[index] ?? Number.NaN)]];
      }),
    );
    return {
      kind: "opened",
      setUpMs: isSetUp - begin,
      firstRunMs,
      outputs: picked,
      losses: isTraining(workload) ? await train(job, workload.steps, outputs["loss"]?.[0]) : [],
      residentBytes: this.#surroundings.residentBytes(),
    };
  }

  async #time(request: TimeRequest): Promise<Response> {
    const job = this.#openJob();
    const times = await timeRuns(() => job.run(), request, { typicalMs: this.#typicalMs });
    this.#typicalMs = times.at(-1);
    const counters = await job.counters?.();
    return { kind: "timed", times, counters, residentBytes: this.#surroundings.residentBytes() };
  }

  async #hold({ runs }: HoldRequest): Promise<Response> {
    const job = this.#openJob();
    const early = Math.ceil(runs / 10);
    for (let i = 0; i < early; i++) await job.run();
    const before = this.#memory(job);
    for (let i = early; i < runs; i++) await job.run();
    return { kind: "held", before, after: this.#memory(job) };
  }

  async #close(): Promise<Response> {
    const job = this.#job;
    this.#job = undefined;
    this.#typicalMs = undefined;
    await job?.close();
    return { kind: "closed" };
  }

  #openJob(): Job {
    if (this.#job === undefined) throw new Error("no workload is open");
    return this.#job;
  }

  #memory(job: Job): Memory {
    return { residentBytes: this.#surroundings.residentBytes(), heldBytes: job.heldBytes?.() };
  }
}

/** The losses of the first steps, of which one is done. */
async function train(job: Job, steps: number, first: number | undefined): Promise<number[]> {
  const losses = [first ?? Number.NaN];
  while (losses.length < steps) {
    await job.run();
    losses.push((await job.outputs())["loss"]?.[0] ?? Number.NaN);
  }
  return losses;
}
