/** @file The suite of `mse.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./mse.test.ts";
