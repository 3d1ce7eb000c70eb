/** @file The suite of `training-plans.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./training-plans.test.ts";
