/** @file The process of an engine in Chromium: a browser of its own, with one page. */
import { launchChromium } from "../../../scripts/lib/chromium.mjs";
import type { Request, Response } from "../worker/protocol.ts";
import type { Channel, End } from "./channel.ts";
import { killTree } from "./child-process.ts";
import { LastWords } from "./last-words.ts";
import { residentBytes } from "./resident-bytes.ts";

export type LaunchOptions = NonNullable<Parameters<typeof launchChromium>[0]>;
export type Browser = Awaited<ReturnType<typeof launchChromium>>;
type Page = Awaited<ReturnType<Browser["newPage"]>>;

/** How long a browser has to close before it is ended by force. */
const CLOSING_MS = 500;

/** It would end this whole program at a signal. */
const leaveSignals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

export function launch(options: LaunchOptions): Promise<Browser> {
  return launchChromium({ ...options, ...leaveSignals });
}

/** Starts a browser and opens the page at `url`. */
export async function openChromiumChannel(url: string, options: LaunchOptions): Promise<Channel> {
  const browser = await launch(options);
  try {
    const processes = await watchProcesses(browser);
    const page = await browser.newPage();
    const words = new LastWords();
    const ended = whenEnded(browser, page, words, processes);
    await page.goto(url);
    return {
      ended,
      residentBytes: processes.residentBytes,
      kill: () => void processes.kill(),
      ...conversation(page, words),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function conversation(page: Page, words: LastWords): Pick<Channel, "send" | "onResponse"> {
  const listeners = new Set<(response: Response) => void>();
  return {
    send(request: Request) {
      const answer = page.evaluate((message) => globalThis.ask(message), request);
      answer.then(
        (response) => listeners.forEach((listener) => void listener(response)),
        (error: Error) => {
          // A page that is gone is told of by `ended`; this one never became what it should.
          words.add(`${error.message.replace(/^page.evaluate: (Error: )?/, "")}\n`);
          if (!page.isClosed()) void page.close();
        },
      );
    },
    onResponse: (listener) => void listeners.add(listener),
  };
}

interface Processes {
  residentBytes(): Promise<number | undefined>;
  /** Resolves when all of them are gone, and what they had written. */
  kill(): Promise<void>;
  /** Resolves when the one that drives the adapter is another than at first. */
  readonly gpuLost: Promise<void>;
}

/** The processes of a browser, by its own account: that of the page, and the one that computes for WebGPU. */
async function watchProcesses(browser: Browser): Promise<Processes> {
  const session = await browser.newBrowserCDPSession();
  const list = async () => (await session.send("SystemInfo.getProcessInfo")).processInfo;
  const leader = (await list()).find(({ type }) => type === "browser")?.id;
  let gpu: number | undefined;
  let closed: Promise<void> | undefined;
  let loseGpu = (): void => undefined;
  const gpuLost = new Promise<void>((resolve) => {
    loseGpu = resolve;
  });
  return {
    gpuLost,
    async residentBytes() {
      const processes = await list().catch(() => []);
      if (processes.length === 0) return undefined;
      const now = processes.find(({ type }) => type === "GPU")?.id;
      if (gpu !== undefined && now !== gpu) loseGpu();
      gpu = now;
      return residentBytes(processes.filter(({ type }) => type === "GPU" || type === "renderer").map(({ id }) => id));
    },
    kill() {
      // Asked to close, it goes without leaving its temporary folders. At the exit of this program Playwright sees to them.
      closed ??= closeOrKill(browser, leader);
      return closed;
    },
  };
}

async function closeOrKill(browser: Browser, leader: number | undefined): Promise<void> {
  const force = setTimeout(() => leader !== undefined && killTree(leader), CLOSING_MS);
  await browser.close().finally(() => clearTimeout(force));
}

function whenEnded(browser: Browser, page: Page, words: LastWords, { kill, gpuLost }: Processes): Promise<End> {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") words.add(`${message.text()}\n`);
  });
  page.on("pageerror", ({ message }) => words.add(`${message}\n`));
  return new Promise<string>((resolve) => {
    page.once("crash", () => resolve("the page crashed"));
    page.once("close", () => resolve("the page closed"));
    browser.once("disconnected", () => resolve("the browser ended"));
    void gpuLost.then(() => resolve("the browser's process for WebGPU ended"));
  }).then(async (status) => {
    await kill();
    return { reason: words.after(status) };
  });
}
