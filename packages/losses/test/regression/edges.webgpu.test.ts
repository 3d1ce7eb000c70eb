/** @file The suite of `edges.test.ts` on WebGPU. */
import "../../../../test/support/webgpu.ts";
import "./edges.test.ts";
