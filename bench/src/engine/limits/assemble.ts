/** @file From WebAssembly text to a module, by the assembler of the WebAssembly Binary Toolkit. */
import { MissingError } from "../contract.ts";
import { type Arithmetic, moduleText } from "./wat.ts";

export interface LimitModule {
  readonly module: WebAssembly.Module;
  readonly arithmetic: Arithmetic;
}

/**
 * The module of loops, with fused multiply-adds where this runtime knows them.
 * @throws {MissingError} without SIMD.
 */
export async function assembleLoops(): Promise<LimitModule> {
  const { default: load } = await import("wabt");
  const toolkit = await load();
  for (const arithmetic of ["fused", "separate"] as const) {
    const parsed = toolkit.parseWat(`${arithmetic}.wat`, moduleText(arithmetic), { simd: true, relaxed_simd: true });
    const bytes = new Uint8Array(parsed.toBinary({}).buffer);
    parsed.destroy();
    if (WebAssembly.validate(bytes)) return { module: await WebAssembly.compile(bytes), arithmetic };
  }
  throw new MissingError("this WebAssembly has no SIMD");
}
