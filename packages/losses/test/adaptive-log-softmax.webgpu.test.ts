/** @file The suite of `adaptive-log-softmax.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./adaptive-log-softmax.test.ts";
