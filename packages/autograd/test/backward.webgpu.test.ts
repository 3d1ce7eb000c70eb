/** @file The suite of `backward.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./backward.test.ts";
