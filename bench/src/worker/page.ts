/** @file The page of an engine in a browser. The address names the engine; the harness calls `ask`. */
import { isModuleName, loadEngine } from "../engine/registry.ts";
import type { Request, Response } from "./protocol.ts";
import { Server } from "./serve.ts";

const name = new URLSearchParams(location.search).get("engine") ?? "";
if (!isModuleName(name)) throw new Error(`there is no engine ${name}`);
const server = new Server(loadEngine[name], { residentBytes: () => undefined });

declare global {
  /** In the page of an engine: a request of the harness, answered. */
  var ask: (request: Request) => Promise<Response>;
}

globalThis.ask = (request) => server.answer(request);
