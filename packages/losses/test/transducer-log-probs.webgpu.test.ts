/** @file The suite of `transducer-log-probs.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./transducer-log-probs.test.ts";
