/** @file The suite of `ctc-decode.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-decode.test.ts";
