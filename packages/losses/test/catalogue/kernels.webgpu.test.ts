/** @file The suite of `kernels.test.ts` on WebGPU, where a kernel has fewer buffers. */
import "../../../../test/support/webgpu.ts";
import "./kernels.test.ts";
