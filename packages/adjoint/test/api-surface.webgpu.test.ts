/** @file The suite of `api-surface.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./api-surface.test.ts";
