/**
 * @file The built package in Chromium, as pages meet it: without a bundler and with one, in the page and in workers, and
 * under content policies. `examples/page` has the tests of a whole program.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildJavaScript } from "../scripts/lib/build-javascript.mjs";
import { launchChromium } from "../scripts/lib/chromium.mjs";
import { serveFolder } from "../scripts/lib/page/serve-folder.mjs";
import { publishedPackage, root } from "../scripts/lib/paths.mjs";

const ISOLATION = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
const NO_WEBASSEMBLY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";
const STRICT = NO_WEBASSEMBLY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'");

let folder = "";
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "adjoint-browser-"));
  const installed = join(folder, "node_modules", "adjoint");
  mkdirSync(installed, { recursive: true });
  cpSync(join(publishedPackage, "package.json"), join(installed, "package.json"));
  await buildJavaScript(join(installed, "dist"));
  const fixtures = join(root, "test", "fixtures", "browser");
  cpSync(fixtures, folder, { recursive: true });
  const plain = (name: string) => `<!doctype html><script type="module" src="${name}"></script>`;
  for (const name of ["page", "bundled/page", "workers", "recover"])
    writeFileSync(join(folder, `${name.replace("/", "-")}.html`), plain(`${name}.js`));
  await bundle(join(folder, "source"));
  browser = await launchChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** As a user would: by the package's name. As strict as bundlers are: nothing is external, what is not found is an error. */
async function bundle(source: string): Promise<void> {
  mkdirSync(source);
  for (const name of ["page.js", "train.js"]) {
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(join(source, name), text.replace("./node_modules/adjoint/dist/index.js", "adjoint"));
  }
  await build({
    absWorkingDir: source,
    entryPoints: ["page.js"],
    outdir: join(folder, "bundled"),
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
  });
}

interface Outcome {
  readonly backend?: string;
  readonly threads?: number;
  readonly fallback?: string;
  /** Of sums that many threads may have a part in. */
  readonly sum?: number;
  readonly slope?: number;
  /** By step, and the steps at which training was resumed. */
  readonly losses?: readonly number[];
  readonly resumed?: readonly number[];
  readonly error?: string;
}

/** Opens a page, waits for what it sets as its title, and gives that, with the scripts of the workers it has. */
async function open(page: string, query: Record<string, string>, headers: Record<string, string> = {}) {
  const server = await serveFolder(folder, { port: 0, host: "127.0.0.1", headers });
  const tab = await browser.newPage({ locale: "en-US" });
  try {
    const workers: string[] = [];
    await tab.exposeFunction("crashGpu", crashGpu);
    tab.on("worker", (worker) => workers.push(new URL(worker.url()).pathname));
    await tab.goto(`${server.url}${page}.html?${new URLSearchParams(query)}`);
    await tab.waitForFunction(() => document.title.startsWith("["), undefined, { timeout: 100_000, polling: 100 });
    const outcomes: Outcome[] = JSON.parse(await tab.title());
    return { outcomes, workers };
  } finally {
    await tab.close();
    await server.close();
  }
}

/** Ends the process that drives the GPU. Chromium starts another one. */
async function crashGpu(): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  // Not in the protocol's types.
  const send = session.send.bind(session) as (method: string) => Promise<unknown>;
  await send("Browser.crashGpuProcess");
  await session.detach();
}

const right = { sum: 2 ** 21, slope: expect.closeTo(2, 3) };
const patience = { timeout: 120_000 };

test("a page imports the package as it is, and trains on each backend", patience, async () => {
  const cpu = await open("page", { backend: "cpu" });
  expect(cpu).toEqual({ outcomes: [{ ...right, backend: "cpu", threads: 1 }], workers: [] });
  const webgpu = await open("page", { backend: "webgpu" });
  expect(webgpu.outcomes).toEqual([{ ...right, backend: "webgpu", threads: 1 }]);
});

test("a bundle of it needs nothing but itself", patience, async () => {
  const { outcomes } = await open("bundled-page", { backend: "webgpu" });
  expect(outcomes).toEqual([{ ...right, backend: "webgpu", threads: 1 }]);
});

test("two workers of a page have a device each, at once", patience, async () => {
  const { outcomes } = await open("workers", { backend: "webgpu", count: "2" });
  expect(outcomes).toEqual([1, 2].map(() => ({ ...right, backend: "webgpu", threads: 1 })));
});

test("two pages have a device each, at once", patience, async () => {
  const both = await Promise.all([1, 2].map(() => open("page", { backend: "webgpu" })));
  for (const { outcomes } of both) expect(outcomes).toEqual([{ ...right, backend: "webgpu", threads: 1 }]);
});

test("a worker of an isolated page has threads, from a file where blobs are forbidden", patience, async () => {
  const headers = { ...ISOLATION, "Content-Security-Policy": STRICT };
  const workerUrl = "/node_modules/adjoint/dist/threads.js";
  const { outcomes, workers } = await open("workers", { backend: "cpu", count: "1", workerUrl }, headers);
  expect(outcomes).toEqual([{ ...right, backend: "cpu", threads: 2 }]);
  expect(workers).toEqual(["/worker.js", workerUrl]);
});

test("one without isolation has one thread, and no error", patience, async () => {
  const { outcomes, workers } = await open("workers", { backend: "cpu", count: "1" });
  expect(outcomes).toEqual([{ ...right, backend: "cpu", threads: 1 }]);
  expect(workers).toEqual(["/worker.js"]);
});

test("WebGPU needs no more of a policy than scripts; the CPU says what it needs", patience, async () => {
  const headers = { "Content-Security-Policy": NO_WEBASSEMBLY };
  const [webgpu] = (await open("page", { backend: "auto" }, headers)).outcomes;
  expect(webgpu).toEqual({ ...right, backend: "webgpu", threads: 1 });
  const [cpu] = (await open("page", { backend: "cpu" }, headers)).outcomes;
  expect(cpu?.error).toMatch(/^BackendError: configure: .*; .* must allow 'wasm-unsafe-eval' in script-src$/);
});

// Last: Chromium gives a page no adapter after a second crash.
test("training goes on behind the end of the GPU process, with the identical losses", patience, async () => {
  const [whole, broken] = (await open("recover", {})).outcomes;
  expect(whole).toMatchObject({ resumed: [] });
  expect(new Set(whole?.losses).size).toBe(8);
  expect(broken).toEqual({ losses: whole?.losses, resumed: [3] });
});
