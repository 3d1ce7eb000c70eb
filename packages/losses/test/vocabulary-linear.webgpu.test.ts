/** @file The suite of `vocabulary-linear.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./vocabulary-linear.test.ts";
