/** @file The suite of `decode-forced-align.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./decode-forced-align.test.ts";
