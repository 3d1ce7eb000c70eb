/** @file The suite of `binary-cross-entropy-with-logits.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./binary-cross-entropy-with-logits.test.ts";
