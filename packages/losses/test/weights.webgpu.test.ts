/** @file The suite of `weights.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./weights.test.ts";
