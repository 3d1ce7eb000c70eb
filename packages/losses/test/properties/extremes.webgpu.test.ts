/** @file The suite of `extremes.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./extremes.test.ts";
