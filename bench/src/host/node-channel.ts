/** @file The process of an engine in Node. */
import { type ChildProcess, fork } from "node:child_process";
import type { Request, Response } from "../worker/protocol.ts";
import type { Channel, End } from "./channel.ts";

/** What is kept of a process's last words. */
const KEPT_CHARACTERS = 600;

/**
 * Starts `program` with the engine's name.
 *
 * @param program the bundled `worker/node.ts`
 * @param env on top of this process's own: which WebGPU adapter is found
 */
export function openNodeChannel(program: string, name: string, env: Readonly<Record<string, string>>): Channel {
  const child = fork(program, [name], {
    env: { ...process.env, ...env },
    execArgv: ["--enable-source-maps"],
    // Structured clones keep NaN and infinities.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return channelTo(child);
}

function channelTo(child: ChildProcess): Channel {
  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-KEPT_CHARACTERS);
  });
  const ended = new Promise<End>((resolve) => {
    child.once("error", (error) => resolve({ reason: `does not start: ${error.message}` }));
    child.once("close", (code, signal) => {
      const status = signal === null ? `ended with status ${code}` : `ended by ${signal}`;
      resolve({ reason: words.trim() === "" ? status : `${status}: ${words.trim()}` });
    });
  });
  return {
    send(request: Request) {
      // A process that has just ended is told of by `ended`.
      if (child.connected) child.send(request, () => undefined);
    },
    onResponse: (listener) => void child.on("message", (message) => listener(message as Response)),
    ended,
    kill: () => void child.kill("SIGKILL"),
  };
}
