/** @file The suite of `disposed.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./disposed.test.ts";
