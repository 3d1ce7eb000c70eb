/** @file The suite of `sgd.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./sgd.test.ts";
