/**
 * @file Builds a module: functions, their types, imports and exports. Just enough for generated kernels: no tables,
 * no globals, no data segments, and the one memory is always imported.
 * @see WebAssembly Core Specification, 5.5 (modules)
 */
import { ByteWriter } from "./byte-writer.ts";
import { encodeBody } from "./encode.ts";
import { FunctionBuilder } from "./function-builder.ts";
import { type FunctionRef, type FunctionType, TYPE_CODES } from "./types.ts";

const SECTION = { type: 1, import: 2, function: 3, export: 7, code: 10 } as const;
const KIND = { function: 0, memory: 2 } as const;
/** The most pages a 32-bit memory may have: a shared one must name a maximum, and any actual one fits below this. */
const MAX_PAGES = 65536;

interface FunctionImport {
  readonly module: string;
  readonly ref: FunctionRef;
}

export class ModuleBuilder {
  readonly imports: FunctionImport[] = [];
  readonly functions: FunctionBuilder[] = [];
  memory: { readonly module: string; readonly name: string; readonly isShared: boolean } | undefined;
  readonly #types: FunctionType[] = [];
  readonly #exported: FunctionRef[] = [];

  /** Imports the memory, of any size. */
  importMemory(module: string, name: string, isShared: boolean): void {
    this.memory = { module, name, isShared };
  }

  /** Imports a function, once for each name. Imports come before the first function. */
  importFunction(module: string, name: string, type: FunctionType): FunctionRef {
    const known = this.imports.find((i) => i.module === module && i.ref.name === name);
    if (known !== undefined) return known.ref;
    if (this.functions.length > 0) throw new TypeError(`import ${name} comes after a function`);
    const ref: FunctionRef = { index: this.imports.length, name, type };
    this.imports.push({ module, ref });
    return ref;
  }

  /** Defines a function, exported under its name if so asked, and fills it. */
  function(name: string, type: FunctionType, fill: (f: FunctionBuilder) => void, isExported = true): FunctionRef {
    const body = new FunctionBuilder(name, type);
    const ref: FunctionRef = { index: this.imports.length + this.functions.length, name, type };
    this.functions.push(body);
    if (isExported) this.#exported.push(ref);
    fill(body);
    return ref;
  }

  /** The module in binary form. */
  build(): Uint8Array<ArrayBuffer> {
    const importTypes = this.imports.map(({ ref }) => this.#typeIndex(ref.type));
    const functionTypes = this.functions.map(({ type }) => this.#typeIndex(type));
    const out = new ByteWriter();
    for (const byte of [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
    section(out, SECTION.type, this.#types, writeType);
    this.#writeImports(out, importTypes);
    section(out, SECTION.function, functionTypes, (to, type) => to.u32(type));
    section(out, SECTION.export, this.#exported, (to, ref) => {
      to.name(ref.name);
      to.byte(KIND.function);
      to.u32(ref.index);
    });
    section(out, SECTION.code, this.functions, (to, body) => to.sized(encodeBody(body)));
    return out.finish();
  }

  #writeImports(out: ByteWriter, typeIndices: readonly number[]): void {
    const entries: ((to: ByteWriter) => void)[] = this.imports.map(({ module, ref }, i) => (to) => {
      to.name(module);
      to.name(ref.name);
      to.byte(KIND.function);
      to.u32(typeIndices[i] ?? 0);
    });
    const { memory } = this;
    if (memory !== undefined) {
      entries.push((to) => {
        to.name(memory.module);
        to.name(memory.name);
        to.byte(KIND.memory);
        to.byte(memory.isShared ? 3 : 0);
        to.u32(0);
        if (memory.isShared) to.u32(MAX_PAGES);
      });
    }
    section(out, SECTION.import, entries, (to, write) => write(to));
  }

  #typeIndex(type: FunctionType): number {
    const isSame = (a: FunctionType): boolean =>
      a.params.join() === type.params.join() && a.results.join() === type.results.join();
    const known = this.#types.findIndex(isSame);
    return known >= 0 ? known : this.#types.push(type) - 1;
  }
}

function writeType(out: ByteWriter, type: FunctionType): void {
  out.byte(0x60);
  for (const list of [type.params, type.results]) {
    out.u32(list.length);
    for (const item of list) out.byte(TYPE_CODES[item]);
  }
}

/** A section: its number, its size, and a counted list of entries. Left out if empty. */
function section<T>(
  out: ByteWriter,
  id: number,
  entries: readonly T[],
  write: (to: ByteWriter, entry: T) => void,
): void {
  if (entries.length === 0) return;
  const body = new ByteWriter();
  body.u32(entries.length);
  for (const entry of entries) write(body, entry);
  out.byte(id);
  out.sized(body.finish());
}
