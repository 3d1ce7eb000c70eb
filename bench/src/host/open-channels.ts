/** @file Starts the processes of engines: in Node, in Chromium, in Python. */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";
import { isolation } from "../../../scripts/lib/page/page-headers.mjs";
import { serveFolder } from "../../../scripts/lib/page/serve-folder.mjs";
import { temporaryFolder } from "../../../scripts/lib/temporary-folder.mjs";
import type { AdapterName } from "../catalogue/adapters.ts";
import type { RuntimeName } from "../catalogue/engines.ts";
import { MissingError } from "../engine/contract.ts";
import { type AdapterChoice, type FoundAdapter, onAdapter } from "./adapter.ts";
import { atExit } from "./at-exit.ts";
import { buildPage } from "./build-page.ts";
import type { Channel, OpenChannel } from "./channel.ts";
import { findChromiumAdapter } from "./chromium-adapter.ts";
import { openChromiumChannel } from "./chromium-channel.ts";
import { isPython, needsAdapter } from "./needs.ts";
import { findNodeAdapter } from "./node-adapter.ts";
import { openNodeChannel } from "./node-channel.ts";
import { openPythonChannel } from "./python-channel.ts";

export interface Channels {
  readonly openChannel: OpenChannel;
  /** What engines on WebGPU compute with. Undefined if there is none: their channels say why. */
  readonly adapter: FoundAdapter | undefined;
  /** `Node 20.20.2`, `Chromium 153.0.7955.0`. */
  readonly runtimeVersion: string;
  /** Ends all processes, and removes what was written for them. */
  close(): Promise<void>;
}

export interface ChannelsOptions {
  readonly runtime: RuntimeName;
  /** Without it: a GPU if the machine has one, or else the fastest software there is. */
  readonly adapter?: AdapterName | undefined;
}

/** A runtime that is ready to start engines. */
interface Runtime {
  readonly version: string;
  readonly found: AdapterChoice;
  open(name: string): Promise<Channel>;
  close(): Promise<void>;
}

/** @throws {Error} if the runtime itself does not start; the message says what to do. */
export async function openChannels({ runtime, adapter }: ChannelsOptions): Promise<Channels> {
  const folder = temporaryFolder("bench-");
  const open = new Set<Channel>();
  const cleanUp = () => {
    for (const channel of open) channel.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = atExit(cleanUp);
  try {
    const { version, found, ...started } = await runtimes[runtime](folder, adapter);
    return {
      adapter: "missing" in found ? undefined : found,
      runtimeVersion: version,
      async openChannel(name) {
        const start = () => (isPython(name) ? openPythonChannel() : started.open(name));
        const channel = needsAdapter(name) ? await openOn(found, start) : await start();
        open.add(channel);
        void channel.ended.then(() => open.delete(channel));
        return channel;
      },
      async close() {
        const ends = [...open].map(({ ended }) => ended);
        cleanUp();
        await Promise.all([...ends, started.close()]);
        forget();
      },
    };
  } catch (error) {
    cleanUp();
    forget();
    throw error;
  }
}

async function openOn(found: AdapterChoice, start: () => Promise<Channel>): Promise<Channel> {
  if ("missing" in found) throw new MissingError(found.missing);
  return onAdapter(found, await start());
}

const runtimes: Readonly<Record<RuntimeName, (folder: string, adapter: AdapterName | undefined) => Promise<Runtime>>> =
  {
    async node(folder, wanted) {
      const worker = fileURLToPath(new URL("../worker/node.ts", import.meta.url));
      const [{ program = "" }, { found, env }] = await Promise.all([
        bundleForNode({ program: worker }, folder),
        findNodeAdapter(wanted),
      ]);
      return {
        version: `Node ${process.versions.node}`,
        found,
        open: async (name) => openNodeChannel(program, name, needsAdapter(name) ? env : {}),
        close: async () => undefined,
      };
    },
    async chromium(folder, wanted) {
      await buildPage(folder);
      const { url, close } = await serveFolder(folder, { port: 0, host: "127.0.0.1", headers: isolation });
      try {
        const { version, found, adapter } = await findChromiumAdapter(`${url}none`, wanted);
        const open = (name: string) => openChromiumChannel(`${url}?engine=${name}`, { adapter });
        return { version, found, open, close };
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
