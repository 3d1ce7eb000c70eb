/** @file As warmup.test.ts, on WebGPU. */
import "../../../test/support/webgpu.ts";
import "./warmup.test.ts";
