/** @file What tests of the harness share: engines with faults, in processes of their own. */
import { fileURLToPath } from "node:url";
import { bundleForNode } from "../../scripts/lib/bundle.mjs";
import type { EngineName } from "../src/catalogue/engines.ts";
import type { Channel, OpenChannel } from "../src/host/channel.ts";
import { openNodeChannel } from "../src/host/node-channel.ts";
import { type Pace, quickPace } from "../src/measure/pace.ts";
import type { Matmul } from "../src/workload/types.ts";

export const tiny: Matmul = {
  kind: "matmul",
  name: "matmul-4-nn",
  family: "matmul-nn",
  size: 4,
  isQuick: false,
  layout: "nn",
  m: 4,
  k: 4,
  n: 4,
};

/** As little as there can be. Limits that no test should reach are long. */
export const shortPace: Pace = {
  ...quickPace,
  rounds: 2,
  warmUpMs: 0,
  firstWarmUpMs: 0,
  samples: 2,
  sampleMs: 0,
  heldRuns: 10,
  startLimitMs: 20_000,
  openLimitMs: 20_000,
  roundLimitMs: 20_000,
  holdLimitMs: 20_000,
};

const fixture = (name: string) => fileURLToPath(new URL(`host/fixtures/${name}.ts`, import.meta.url));

/** Bundles a program of the fixtures, and gives its path. */
export async function bundleFixture(name: "fake-worker" | "fake-host", folder: string): Promise<string> {
  const { program = "" } = await bundleForNode({ program: fixture(name) }, folder);
  return program;
}

/** Starts, instead of engines, processes with faults. Those that it has started are in `opened`. */
export function openFaults(
  program: string,
  faults: Partial<Record<EngineName, string>>,
): { openChannel: OpenChannel; opened: { readonly name: string; readonly channel: Channel }[] } {
  const opened: { name: string; channel: Channel }[] = [];
  return {
    opened,
    async openChannel(name) {
      const channel = openNodeChannel(program, faults[name as EngineName] ?? "none", {});
      opened.push({ name, channel });
      return channel;
    },
  };
}

/** Resolves when there is no such process. */
export async function untilGone(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
