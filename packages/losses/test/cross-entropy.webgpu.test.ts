/** @file The suite of `cross-entropy.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./cross-entropy.test.ts";
