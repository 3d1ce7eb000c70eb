/** @file The suite of `ctc-scale.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-scale.test.ts";
