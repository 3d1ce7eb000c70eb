/** @file The suite of `kinks.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./kinks.test.ts";
