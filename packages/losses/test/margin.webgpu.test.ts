/** @file The suite of `margin.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./margin.test.ts";
