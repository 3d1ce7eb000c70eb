/** @file Bundles what the processes run, and starts them. */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";
import { temporaryFolder } from "../../../scripts/lib/temporary-folder.mjs";
import type { OpenChannel } from "./channel.ts";
import { openNodeChannel } from "./node-channel.ts";

/** Channels to processes of Node. */
export async function nodeChannels(env: Readonly<Record<string, string>>): Promise<OpenChannel> {
  const folder = temporaryFolder("bench-");
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const worker = fileURLToPath(new URL("../worker/node.ts", import.meta.url));
  const { program = "" } = await bundleForNode({ program: worker }, folder);
  return async (name) => openNodeChannel(program, name, env);
}
