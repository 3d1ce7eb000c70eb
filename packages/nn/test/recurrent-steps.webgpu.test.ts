/** @file The suite of `recurrent-steps.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./recurrent-steps.test.ts";
