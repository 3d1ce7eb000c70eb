/** @file The suite of `scan.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./scan.test.ts";
