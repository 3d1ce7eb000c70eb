/** @file The suite of `attention.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./attention.test.ts";
