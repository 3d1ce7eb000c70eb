/**
 * @file The bit flags of WebGPU, as the specification numbers them: not every platform has the global objects that hold
 * them.
 */
export const BUFFER_USAGE = {
  mapRead: 0x1,
  copySrc: 0x4,
  copyDst: 0x8,
  uniform: 0x40,
  storage: 0x80,
  queryResolve: 0x200,
} as const;
export const MAP_MODE_READ = 0x1;
export const STAGE_COMPUTE = 0x4;
