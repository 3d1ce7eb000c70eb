/** @file The worker of an engine in a browser. Its address names the engine; the page asks, by messages. */
import { isModuleName, loadEngine } from "../engine/registry.ts";
import type { Request } from "./protocol.ts";
import { Server } from "./serve.ts";

const name = new URLSearchParams(location.search).get("engine") ?? "";
if (!isModuleName(name)) throw new Error(`there is no engine ${name}`);
const server = new Server(loadEngine[name], { residentBytes: () => undefined });
globalThis.onmessage = ({ data }: MessageEvent<Request>) => {
  void server.answer(data).then((response) => globalThis.postMessage(response));
};
