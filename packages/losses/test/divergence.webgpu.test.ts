/** @file The suite of `divergence.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./divergence.test.ts";
