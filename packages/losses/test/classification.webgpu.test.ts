/** @file The suite of `classification.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./classification.test.ts";
