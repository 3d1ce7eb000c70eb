/** @file The suite of `transducer-scale.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./transducer-scale.test.ts";
