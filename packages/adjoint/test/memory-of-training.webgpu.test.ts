/** @file The suite of `memory-of-training.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./memory-of-training.test.ts";
