/** @file The suite of `tensors.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./tensors.test.ts";
