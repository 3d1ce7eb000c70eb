/** @file The suite of `traces.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./traces.test.ts";
