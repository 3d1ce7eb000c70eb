/** @file To be imported before a suite, which then runs on WebGPU. */
process.env["ADJOINT_BACKEND"] = "webgpu";

export {};
