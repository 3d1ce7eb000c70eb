/** @file The door of the CPU backend. */
export { type CpuBackendOptions, createCpuBackend } from "./cpu-backend.ts";
export { loadWorkerSource } from "./threads/load-worker-source.ts";
