/** @file The memory of gradients on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./memory-of-gradients.test.ts";
