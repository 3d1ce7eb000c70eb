/** @file The process of an engine in Node. */
import { fork } from "node:child_process";
import type { Request, Response } from "../worker/protocol.ts";
import type { Channel } from "./channel.ts";
import { ownGroup, watchChild } from "./child-process.ts";

/**
 * Starts `program` with the engine's name.
 *
 * @param program the bundled `worker/node.ts`
 * @param env on top of this process's own: which WebGPU adapter is found
 */
export function openNodeChannel(program: string, name: string, env: Readonly<Record<string, string>>): Channel {
  const child = fork(program, [name], {
    ...ownGroup,
    env: { ...process.env, ...env },
    execArgv: ["--enable-source-maps"],
    // Structured clones keep NaN and infinities.
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return {
    ...watchChild(child),
    send(request: Request) {
      // A process that has just ended is told of by `ended`.
      if (child.connected) child.send(request, () => undefined);
    },
    onResponse: (listener) => void child.on("message", (message) => listener(message as Response)),
  };
}
