/** @file What `--list` prints. */
import Table from "cli-table3";
import { engineNames, engines } from "./catalogue/engines.ts";
import { workloads } from "./catalogue/workloads.ts";

export function listText(): string {
  const style = { head: [], border: [], compact: true };
  const ofWorkloads = new Table({ head: ["workload", "family", "kind", "quick"], style });
  for (const { name, family, kind, isQuick } of workloads) ofWorkloads.push([name, family, kind, isQuick ? "yes" : ""]);
  const ofEngines = new Table({ head: ["engine", "what it is", "computes on", "runs in"], style });
  for (const name of engineNames) {
    const { title, device, runtimes } = engines[name];
    ofEngines.push([name, title, device, runtimes.join(", ")]);
  }
  return `${ofWorkloads}\n${ofEngines}`;
}
