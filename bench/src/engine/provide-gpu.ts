/** @file Gives libraries for browsers what they look for there: `navigator.gpu`. */

/**
 * `navigator.gpu` of the page; in Node, from the package `webgpu`, put where pages have it. Undefined if there is none.
 * Whether it has an adapter is another question.
 */
export async function provideGpu(): Promise<GPU | undefined> {
  if (isNode() && globalThis.navigator?.gpu === undefined) await loadDawn();
  return globalThis.navigator?.gpu;
}

export function isNode(): boolean {
  return globalThis.process?.versions?.node !== undefined;
}

/** What an adapter says of itself. */
export function nameOfAdapter({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].filter((part) => part).join(", ") || "an adapter without a name";
}

async function loadDawn(): Promise<void> {
  const dawn = await import("webgpu").catch(() => undefined);
  if (dawn === undefined) return;
  Object.assign(globalThis, dawn.globals);
  // Node has a navigator from version 21 on, without WebGPU. Libraries ask it for the browser's name as well.
  if (globalThis.navigator === undefined) {
    const navigator = { userAgent: `Node.js/${process.versions.node}` };
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  }
  // It stays there, since a device does not outlive the object that it came from.
  Object.defineProperty(globalThis.navigator, "gpu", { value: dawn.create([]), configurable: true });
}
