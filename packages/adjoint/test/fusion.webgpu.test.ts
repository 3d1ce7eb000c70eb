/** @file The suite of `fusion.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./fusion.test.ts";
