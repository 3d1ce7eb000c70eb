/** @file The suite of `ctc-concatenated.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-concatenated.test.ts";
