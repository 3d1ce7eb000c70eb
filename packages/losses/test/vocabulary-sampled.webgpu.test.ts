/** @file The suite of `vocabulary-sampled.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./vocabulary-sampled.test.ts";
