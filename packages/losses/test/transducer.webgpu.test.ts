/** @file The suite of `transducer.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./transducer.test.ts";
