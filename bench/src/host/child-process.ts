/** @file A process that this one starts, as half of a channel: how it ends, what it holds, and its end by force. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Channel, End } from "./channel.ts";
import { LastWords } from "./last-words.ts";
import { residentBytes } from "./resident-bytes.ts";

/**
 * Start processes with these: in a group of their own, so that all that they start can be ended with them, and so that
 * Ctrl-C in a terminal reaches this process alone.
 */
export const ownGroup = { detached: process.platform !== "win32" } as const;

interface WatchedChild extends Pick<Channel, "ended" | "residentBytes" | "kill"> {
  readonly words: LastWords;
}

export function watchChild(child: ChildProcess): WatchedChild {
  const words = new LastWords();
  child.stderr?.setEncoding("utf8").on("data", (text: string) => words.add(text));
  let pid = child.pid;
  const kill = () => {
    if (pid !== undefined) killTree(pid);
  };
  const ended = new Promise<End>((resolve) => {
    child.once("error", (error) => resolve({ reason: `does not start: ${error.message}` }));
    child.once("exit", () => {
      // Those that it started, and that may hold its error output open.
      kill();
      pid = undefined;
    });
    child.once("close", (code, signal) =>
      resolve({ reason: words.after(signal === null ? `ended with status ${code}` : `ended by ${signal}`) }),
    );
  });
  return { words, ended, kill, residentBytes: async () => residentBytes(pid === undefined ? [] : [pid]) };
}

/** Ends a process that leads a group, and its group; nothing happens if they are gone. */
export function killTree(pid: number): void {
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" }).once("error", () => undefined);
    return;
  }
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}
