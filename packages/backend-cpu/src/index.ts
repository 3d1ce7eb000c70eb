/** @file The door of the CPU backend. */
export { type CpuBackendOptions, createCpuBackend } from "./cpu-backend.ts";
export { workerSource } from "./threads/worker-main.ts";
