/** @file What the process of an engine, or of a probe of what the machine allows, has to be started with. */
import { type EngineInfo, engines } from "../catalogue/engines.ts";

/** A WebGPU adapter. */
export function needsAdapter(name: string): boolean {
  return name === "limits-webgpu" || infoOf(name)?.device === "webgpu";
}

export function isPython(name: string): boolean {
  return infoOf(name)?.language === "python";
}

function infoOf(name: string): EngineInfo | undefined {
  return Object.entries(engines).find(([engine]) => engine === name)?.[1];
}
