/** @file The suite of `segmentation.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./segmentation.test.ts";
