/** @file The door of `backend-webgpu`: for now the rendering of kernels as WGSL, without a device. */
export { MAX_GROUPS_PER_AXIS, type RenderOptions, renderWgsl, type WgslModule } from "./wgsl/render.ts";
