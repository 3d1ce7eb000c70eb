/** @file The suite of `vectors.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./vectors.test.ts";
