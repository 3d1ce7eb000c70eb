/** @file The suite of `ctc-log-probs.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-log-probs.test.ts";
