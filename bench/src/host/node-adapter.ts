/** @file Which WebGPU adapter engines in Node get, and how. */
import { adapters, prepareAdapter, remedies } from "../../../scripts/lib/webgpu-adapters.mjs";
import type { AdapterName } from "../catalogue/adapters.ts";
import type { AdapterChoice } from "./adapter.ts";

type Env = Readonly<Record<string, string>>;

/** Without a wish, the fastest: a GPU, or else the faster of the software adapters. */
const byDefault: readonly AdapterName[] = ["native", "lavapipe", "swiftshader"];

/** Looks for the adapter. `env` is what a process must be started with to find it. */
export async function findNodeAdapter(wanted: AdapterName | undefined): Promise<{ found: AdapterChoice; env: Env }> {
  const complaints: string[] = [];
  const offered = adapters((line: string) => complaints.push(line));
  const names = wanted === undefined ? byDefault : [wanted];
  for (const name of names) {
    const adapter = offered.find((each) => each.name === name);
    if (adapter === undefined) continue;
    try {
      return { found: { name, description: await prepareAdapter(adapter) }, env: adapter.env };
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
    }
  }
  const missing = wanted === undefined ? "this machine has no WebGPU adapter" : `there is no adapter ${wanted}`;
  const remedy = complaints[0] ?? `${remedies[wanted ?? "native"]}.`;
  return { found: { missing: `${missing}. ${remedy}` }, env: {} };
}
