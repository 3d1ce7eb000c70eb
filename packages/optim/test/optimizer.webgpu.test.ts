/** @file The suite of `optimizer.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./optimizer.test.ts";
