/** @file Where live memory was made, for `memory({ sites: true })`. */
import type { Allocation } from "./allocation.ts";
import type { SiteInfo } from "./ledger.ts";

/** Live bytes and buffers by creation site, largest first. */
export function bySite(live: Iterable<Allocation>): SiteInfo[] {
  const sites = new Map<string, { site: string; bytes: number; buffers: number }>();
  for (const { site = "made before sites were recorded", sizeBytes } of live) {
    const info = sites.get(site) ?? { site, bytes: 0, buffers: 0 };
    info.bytes += sizeBytes;
    info.buffers++;
    sites.set(site, info);
  }
  return [...sites.values()].sort((a, b) => b.bytes - a.bytes);
}

/** Folders of the library's own frames, which are not where a user made something. */
const OWN_FRAMES = /\/(core|autograd|losses|optim|nn|adjoint)\/(src|dist)\//;

/** The innermost line of the stack that is neither the library's nor the platform's. */
export function callSite(): string {
  const limits = Error as unknown as { stackTraceLimit?: number };
  const { stackTraceLimit } = limits;
  limits.stackTraceLimit = 50;
  const lines = (new Error().stack ?? "").split("\n").slice(1);
  if (stackTraceLimit !== undefined) limits.stackTraceLimit = stackTraceLimit;
  const isUsers = (line: string): boolean => !OWN_FRAMES.test(line) && !/<anonymous>|\bnode:|native/.test(line);
  return (lines.find(isUsers) ?? lines.at(-1) ?? "unknown").trim().replace(/^at /, "");
}
