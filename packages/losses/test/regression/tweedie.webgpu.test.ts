/** @file The suite of `tweedie.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./tweedie.test.ts";
