/** @file The suite of `embedding.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./embedding.test.ts";
