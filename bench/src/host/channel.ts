/** @file A way to a process: messages go in and come out, until it ends. */
import type { Request, Response } from "../worker/protocol.ts";

/** How a process ended. */
export interface End {
  /** For a reader: its exit status, and the last that it said on its error output. */
  readonly reason: string;
}

export interface Channel {
  send(request: Request): void;
  /** Calls back for each response. */
  onResponse(listener: (response: Response) => void): void;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<End>;
  /** What the process holds of the machine's memory now, in bytes. Undefined where nobody can say: on Windows. */
  residentBytes(): Promise<number | undefined>;
  /** Ends it at once, and everything that it started. */
  kill(): void;
}

/**
 * Starts the process of an engine.
 * @throws {MissingError} if there can be none, because the machine does not have what it needs
 */
export type OpenChannel = (name: string) => Promise<Channel>;
