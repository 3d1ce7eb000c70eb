/** @file The suite of `recurrent-layers.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./recurrent-layers.test.ts";
