/** @file The suite of `ctc-memory.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ctc-memory.test.ts";
