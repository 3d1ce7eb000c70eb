/** @file The suite of `decode-beam-search.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./decode-beam-search.test.ts";
