/** @file A conversation with the process of an engine: each request has its time, and a process that is gone is told of. */
import type { Answer, Request, Response } from "../worker/protocol.ts";
import type { Channel } from "./channel.ts";

/** Why there is no answer. Only after `failed` and `missing` can the process be asked again. */
export type Fault = "failed" | "missing" | "crashed" | "timeout";

export class SessionError extends Error {
  readonly fault: Fault;

  constructor(fault: Fault, message: string) {
    super(message);
    this.name = "SessionError";
    this.fault = fault;
  }
}

export class Session {
  readonly #channel: Channel;
  #isOver = false;
  #waiting: ((response: Response) => void) | undefined = undefined;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onResponse((response) => this.#waiting?.(response));
  }

  /** False once the process is gone. */
  get isAlive(): boolean {
    return !this.#isOver;
  }

  /**
   * Asks, one request at a time. A process that takes longer than `limitMs` is ended.
   * @throws {SessionError} if the engine failed, the process ended, or time ran out.
   */
  async ask<R extends Request>(request: R, limitMs: number): Promise<Answer<R>> {
    if (this.#isOver) throw new SessionError("crashed", "the process has ended");
    let timer: NodeJS.Timeout | undefined;
    const outcome = await Promise.race([
      new Promise<Response>((resolve) => {
        this.#waiting = resolve;
        this.#channel.send(request);
      }),
      this.#channel.ended.then(({ reason }) => new SessionError("crashed", reason)),
      new Promise<SessionError>((resolve) => {
        timer = setTimeout(() => resolve(new SessionError("timeout", `took longer than ${limitMs / 1000} s`)), limitMs);
      }),
    ]).finally(() => {
      clearTimeout(timer);
      this.#waiting = undefined;
    });
    if (outcome instanceof SessionError) {
      this.end();
      throw outcome;
    }
    if (outcome.kind === "failed") throw new SessionError(outcome.isMissing ? "missing" : "failed", outcome.message);
    // The server answers each kind of request with its own kind of response.
    return outcome as Answer<R>;
  }

  /** Ends the process. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#channel.kill();
  }
}
