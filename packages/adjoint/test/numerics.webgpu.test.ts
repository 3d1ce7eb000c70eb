/** @file The suite of `numerics.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./numerics.test.ts";
