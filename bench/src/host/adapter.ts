/** @file The WebGPU adapter that engines are started with, and whether it is the one that they report. */
import type { AdapterName } from "../catalogue/adapters.ts";
import type { Response } from "../worker/protocol.ts";
import type { Channel } from "./channel.ts";

export interface FoundAdapter {
  readonly name: AdapterName;
  /** In its own words. */
  readonly description: string;
}

/** What a runtime has: an adapter, or why there is none and what to do. */
export type AdapterChoice = FoundAdapter | { readonly missing: string };

const software = { swiftshader: /swiftshader/i, lavapipe: /llvmpipe|lavapipe/i } as const;

/** Which adapter describes itself so. */
export function adapterNamed(description: string): AdapterName {
  if (software.swiftshader.test(description)) return "swiftshader";
  return software.lavapipe.test(description) ? "lavapipe" : "native";
}

/** The channel of an engine that must not compute elsewhere: if it reports another adapter, it has not started. */
export function onAdapter(wanted: FoundAdapter, channel: Channel): Channel {
  const check = (response: Response): Response => {
    if (response.kind !== "started" || response.facts.adapter === undefined) return response;
    const { adapter } = response.facts;
    if (adapterNamed(adapter) === wanted.name) return response;
    return { kind: "failed", message: `computes on ${adapter}, not on ${wanted.description}`, isMissing: true };
  };
  return { ...channel, onResponse: (listener) => channel.onResponse((response) => listener(check(response))) };
}
