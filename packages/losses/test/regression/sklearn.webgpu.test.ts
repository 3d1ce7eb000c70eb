/** @file The suite of `sklearn.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./sklearn.test.ts";
