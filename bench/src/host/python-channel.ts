/** @file The process of an engine in Python: a message is a line of JSON, on its standard input and output. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MissingError } from "../engine/contract.ts";
import type { Request, Response } from "../worker/protocol.ts";
import type { Channel } from "./channel.ts";
import { ownGroup, watchChild } from "./child-process.ts";

/** A path here is taken instead of the system's Python. */
const choice = "ADJOINT_PYTHON";

const server = fileURLToPath(new URL("../engine/pytorch/serve.py", import.meta.url));

/** @throws {MissingError} without a Python */
export async function openPythonChannel(program: string = server): Promise<Channel> {
  const python = process.env[choice] ?? "/usr/bin/python3";
  const child = spawn(python, [program], { ...ownGroup, stdio: ["pipe", "pipe", "pipe"] });
  try {
    await once(child, "spawn");
  } catch {
    throw new MissingError(`there is no ${python}; set ${choice} to the path of a Python that has PyTorch`);
  }
  const watched = watchChild(child);
  // A process that has just ended is told of by `ended`.
  child.stdin.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout, crlfDelay: Number.POSITIVE_INFINITY });
  return {
    ...watched,
    send: (request: Request) => void child.stdin.write(`${JSON.stringify(request)}\n`),
    onResponse(listener) {
      lines.on("line", (line) => {
        const response = decode(line);
        if (response === undefined) watched.words.add(`${line}\n`);
        else listener(response);
      });
    },
  };
}

const numbers = new Map([
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** JSON has no words for numbers that are not finite: they come as text. Undefined if the line is no message. */
export function decode(line: string): Response | undefined {
  try {
    const message: unknown = JSON.parse(line, (_key, value) => numbers.get(value) ?? value ?? undefined);
    return typeof message === "object" ? (message as Response) : undefined;
  } catch {
    return undefined;
  }
}
