/** @file The door of the WebGPU backend. */
export { createWebgpuBackend, type WebgpuSettings } from "./webgpu-backend.ts";
export { MAX_GROUPS_PER_AXIS, type RenderOptions, renderWgsl, type WgslModule } from "./wgsl/render.ts";
