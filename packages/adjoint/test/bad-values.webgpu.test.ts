/** @file The suite of `bad-values.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./bad-values.test.ts";
