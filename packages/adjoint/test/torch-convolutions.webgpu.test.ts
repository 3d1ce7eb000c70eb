/** @file The suite of `torch-convolutions.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./torch-convolutions.test.ts";
