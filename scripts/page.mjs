/** @file `npm run page`: builds the page of `examples/page` and serves it until it is interrupted. */
import { rmSync } from "node:fs";
import { bootstrap } from "./bootstrap.mjs";

bootstrap();
const { readPageFlags } = await import("./lib/page/read-page-flags.mjs");
const { port, host, isolation } = readPageFlags(process.argv.slice(2));

const { buildPage } = await import("./lib/page/build-page.mjs");
const { pageHeaders } = await import("./lib/page/page-headers.mjs");
const { serveFolder } = await import("./lib/page/serve-folder.mjs");
const { temporaryFolder } = await import("./lib/temporary-folder.mjs");

const folder = temporaryFolder("page-");
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
await buildPage(folder);
try {
  const { url, close } = await serveFolder(folder, { port, host, headers: pageHeaders({ isIsolated: isolation }) });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, close);
  console.log(`The page is at ${url}\nCtrl+C ends.`);
} catch (error) {
  console.error(`Cannot serve at ${host}, port ${port}: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
