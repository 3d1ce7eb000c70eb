/**
 * @file Layouts of bind groups by their signature. They are written down, not derived from the shader, since a shader
 * that leaves a binding unused would drop it.
 */

import { STAGE_COMPUTE } from "../device/constants.ts";

/** Whether each storage buffer is written, in order of binding. The uniform block comes behind them. */
export type Signature = readonly boolean[];

export interface Layout {
  readonly group: GPUBindGroupLayout;
  readonly pipeline: GPUPipelineLayout;
}

export class Layouts {
  readonly #device: GPUDevice;
  readonly #known = new Map<string, Layout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  of(signature: Signature): Layout {
    const key = signature.map((isWritten) => (isWritten ? "w" : "r")).join("");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = this.#make(signature, key);
    this.#known.set(key, made);
    return made;
  }

  #make(signature: Signature, label: string): Layout {
    const device = this.#device;
    const types: GPUBufferBindingType[] = signature.map((isWritten) => (isWritten ? "storage" : "read-only-storage"));
    const entries = [...types, "uniform" as const].map((type, binding) => ({
      binding,
      visibility: STAGE_COMPUTE,
      buffer: { type },
    }));
    const group = device.createBindGroupLayout({ label, entries });
    return { group, pipeline: device.createPipelineLayout({ label, bindGroupLayouts: [group] }) };
  }
}
