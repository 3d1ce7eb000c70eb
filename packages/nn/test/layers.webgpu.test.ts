/** @file The suite of `layers.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./layers.test.ts";
