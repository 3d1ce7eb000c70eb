/** @file The suite of `ranking.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./ranking.test.ts";
