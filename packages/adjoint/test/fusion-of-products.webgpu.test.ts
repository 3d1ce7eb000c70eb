/** @file The suite of `fusion-of-products.test.ts` on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./fusion-of-products.test.ts";
