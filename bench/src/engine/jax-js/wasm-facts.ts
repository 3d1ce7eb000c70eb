/** @file What jax-js uses of the machine in WebAssembly. It does not say so itself: these are the questions that it asks. */
import type { EngineFacts } from "../contract.ts";

/** A module whose one function returns its arguments' fused or separate multiply-add, of four lanes. */
const relaxedMadd = [
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0], // magic number and version
  ...[1, 8, 1, 0x60, 3, 0x7b, 0x7b, 0x7b, 1, 0x7b], // a type: three vectors to one
  ...[3, 2, 1, 0], // a function of this type
  ...[10, 13, 1, 11, 0, 0x20, 0, 0x20, 1, 0x20, 2, 0xfd, 0x85, 2, 0x0b], // its body
];

/** Its worker threads are those of pages: it has none in Node, nor without shared memory. */
export function wasmFacts(): EngineFacts {
  const hasThreads = typeof SharedArrayBuffer !== "undefined" && typeof Worker !== "undefined";
  const isRelaxed = WebAssembly.validate(new Uint8Array(relaxedMadd));
  return {
    threads: hasThreads ? globalThis.navigator?.hardwareConcurrency || 4 : 1,
    features: isRelaxed ? ["simd128", "relaxed simd"] : ["simd128"],
  };
}
