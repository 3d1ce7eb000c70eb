/** @file `npm run page` as its users meet it. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../../../scripts/lib/paths.mjs";

const script = join(root, "scripts", "page.mjs");
const timeout = 60_000;

function run(...flags: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...flags], { encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Starts the server, and gives the address that it prints. */
async function serve(...flags: string[]): Promise<{ readonly url: string; readonly server: ChildProcess }> {
  const server = spawn(process.execPath, [script, ...flags], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void server.kill());
  for await (const line of createInterface({ input: server.stdout })) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url !== undefined) return { url, server };
  }
  throw new Error("no address was printed");
}

test("serves the page with a strict policy, isolated, until it is interrupted", { timeout }, async () => {
  const { url, server } = await serve();
  for (const file of ["", "page.js", "worker.js", "threads.js"]) {
    const { status, headers } = await fetch(url + file);
    expect([file, status]).toEqual([file, 200]);
    expect(headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    expect(headers.get("content-security-policy")).not.toMatch(/blob:|data:|'unsafe-(eval|inline)'/);
    expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
  }
  expect((await fetch(`${url}nothing.js`)).status).toBe(404);
  server.kill("SIGINT");
  expect(await once(server, "exit")).toEqual([0, null]);
});

test("--no-isolation leaves the headers of isolation out, and no other", { timeout }, async () => {
  const { headers } = await fetch((await serve("--no-isolation")).url);
  expect(headers.get("cross-origin-opener-policy")).toBeNull();
  expect(headers.get("cross-origin-embedder-policy")).toBeNull();
  expect(headers.get("content-security-policy")).toMatch(/default-src 'none'/);
});

test("a wrong flag prints usage and exits 2; --help exits 0", { timeout }, () => {
  expect(run("--help")).toMatchObject({ status: 0, stdout: expect.stringMatching(/--no-isolation/) });
  expect(run("--port", "many")).toMatchObject({ status: 2, stderr: expect.stringMatching(/0 to 65535/) });
  expect(run("--colour")).toMatchObject({ status: 2, stderr: expect.stringMatching(/unknown option/) });
});

test("a port that is taken is told in one line, and exits 1", { timeout }, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const { status, stderr } = run("--port", String(port));
  expect(status).toBe(1);
  expect(stderr.trim()).toMatch(new RegExp(`^Cannot serve at 127.0.0.1, port ${port}: .*EADDRINUSE.*$`));
});
