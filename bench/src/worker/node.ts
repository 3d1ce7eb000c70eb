/** @file The process of an engine in Node. The engine's name is its argument; the parent asks, by messages. */
import { isModuleName, loadEngine } from "../engine/registry.ts";
import type { Request } from "./protocol.ts";
import { Server } from "./serve.ts";

const name = process.argv[2] ?? "";
if (!isModuleName(name)) throw new Error(`there is no engine ${name}`);
const server = new Server(loadEngine[name], { residentBytes: () => process.memoryUsage.rss() });
process.on("message", (request: Request) => {
  void server.answer(request).then((response) => process.send?.(response));
});
// Without its parent it has nothing to do.
process.on("disconnect", () => process.exit());
