/** @file The suite of `ctc-loss.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-loss.test.ts";
