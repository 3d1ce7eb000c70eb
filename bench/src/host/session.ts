/** @file A conversation with the process of an engine: each request has its limits, and a process that is gone is told of. */
import type { Answer, Request, Response } from "../worker/protocol.ts";
import type { Channel } from "./channel.ts";

/** Why there is no answer. Only after `failed` and `missing` can the process be asked again. */
export type Fault = "failed" | "missing" | "crashed" | "timeout" | "interrupted";

export class SessionError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, message: string) {
    super(message);
    this.name = "SessionError";
    this.fault = fault;
  }
}

const GIB = 2 ** 30;

export interface SessionOptions {
  /** A process that holds more is ended. No workload may need more. */
  readonly memoryLimitBytes?: number;
  /** How often it is looked at while it has a request. */
  readonly watchMs?: number;
}

export class Session {
  readonly #channel: Channel;
  readonly #options: Required<SessionOptions>;
  #end: SessionError | undefined = undefined;
  #waiting: ((response: Response) => void) | undefined = undefined;

  constructor(channel: Channel, { memoryLimitBytes = 4 * GIB, watchMs = 250 }: SessionOptions = {}) {
    this.#channel = channel;
    this.#options = { memoryLimitBytes, watchMs };
    channel.onResponse((response) => this.#waiting?.(response));
    void channel.ended.then(({ reason }) => {
      this.#end ??= new SessionError("crashed", reason);
    });
  }

  /** False once the process is gone, or told to go. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /** What the process holds, in bytes, where that can be known. */
  residentBytes(): Promise<number | undefined> {
    return this.#channel.residentBytes();
  }

  /**
   * Asks, one request at a time. A process that takes longer than `limitMs` is ended, and so is one that has a request when
   * `signal` is aborted.
   * @throws {SessionError} if the engine failed, the process ended, time or memory ran out, or `signal` is aborted.
   */
  async ask<R extends Request>(request: R, limitMs: number, signal?: AbortSignal): Promise<Answer<R>> {
    if (this.#end !== undefined) throw this.#end;
    const over = new AbortController();
    const outcome = await Promise.race([
      new Promise<Response>((resolve) => {
        this.#waiting = resolve;
        this.#channel.send(request);
      }),
      this.#channel.ended.then(({ reason }) => new SessionError("crashed", reason)),
      timeOut(limitMs, over.signal),
      this.#overfill(over.signal),
      ...(signal === undefined ? [] : [interruption(signal, over.signal)]),
    ]).finally(() => {
      over.abort();
      this.#waiting = undefined;
    });
    if (outcome instanceof SessionError) {
      this.end(outcome);
      throw outcome;
    }
    if (outcome.kind === "failed") throw new SessionError(outcome.isMissing ? "missing" : "failed", outcome.message);
    // The server answers each kind of request with its own kind of response.
    return outcome as Answer<R>;
  }

  /** Ends the process. Resolves when it is gone. */
  async end(because = new SessionError("crashed", "the process was ended")): Promise<void> {
    this.#end ??= because;
    this.#channel.kill();
    await this.#channel.ended;
  }

  /** Resolves when the process holds too much. */
  #overfill(over: AbortSignal): Promise<SessionError> {
    const { memoryLimitBytes, watchMs } = this.#options;
    return new Promise((resolve) => {
      const watch = setInterval(async () => {
        const bytes = (await this.#channel.residentBytes().catch(() => undefined)) ?? 0;
        if (bytes > memoryLimitBytes) resolve(tooLarge(bytes, memoryLimitBytes));
      }, watchMs);
      over.addEventListener("abort", () => clearInterval(watch));
    });
  }
}

function tooLarge(bytes: number, limit: number): SessionError {
  const [held, allowed] = [bytes, limit].map((each) => Number((each / GIB).toPrecision(2)));
  return new SessionError("crashed", `was ended for its memory: it held ${held} GiB, and ${allowed} GiB are allowed`);
}

function timeOut(limitMs: number, over: AbortSignal): Promise<SessionError> {
  return new Promise((resolve) => {
    const reason = new SessionError("timeout", `took longer than ${limitMs / 1000} s`);
    const timer = setTimeout(() => resolve(reason), limitMs);
    over.addEventListener("abort", () => clearTimeout(timer));
  });
}

function interruption(signal: AbortSignal, over: AbortSignal): Promise<SessionError> {
  return new Promise((resolve) => {
    const interrupt = () => resolve(new SessionError("interrupted", "the run was interrupted"));
    if (signal.aborted) interrupt();
    signal.addEventListener("abort", interrupt, { signal: over });
  });
}
