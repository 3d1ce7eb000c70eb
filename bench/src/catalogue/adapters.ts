/** @file Which WebGPU adapters can be asked for. */

export const adapterNames = ["swiftshader", "lavapipe", "native"] as const;
/** SwiftShader and lavapipe compute in software; `native` is what the machine has of its own: a GPU. */
export type AdapterName = (typeof adapterNames)[number];
