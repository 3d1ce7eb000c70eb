/**
 * @file How a kernel's buffers and shared arrays are declared, read and written. Bools are kept as words. 16-bit floats are
 * `f16` where the device has that type; else two lie in a word, and written words are atomics, since the other half may be
 * another invocation's.
 */
import type { BufferParam, Kernel, Memory, SharedArray } from "@adjoint/core";
import { splat, storedTypeName, widthName } from "./literals.ts";
import type { VectorPlan } from "./vectors.ts";

export class MemoryTexts {
  private readonly hasF16: boolean;
  /** Programs of a workgroup: each has its segment of a shared array. */
  private readonly programs: number;
  /** Says which memory is kept as vectors of four. */
  private readonly vectors: Pick<VectorPlan, "holds"> | undefined;
  /** Buffers whose length is asked for and cannot be told by the shader. */
  private readonly counted = new Set<number>();

  constructor(hasF16: boolean, programs = 1, vectors?: Pick<VectorPlan, "holds">) {
    this.hasF16 = hasF16;
    this.programs = programs;
    this.vectors = vectors;
  }

  /**
   * The buffers whose length in elements the shader must be given. Bindings have whole words, in which an odd number of
   * 16-bit floats leaves a stray one.
   */
  get countedBuffers(): readonly number[] {
    return [...this.counted].sort((a, b) => a - b);
  }

  /** A binding for each buffer, and what stores into them call. */
  declarations({ buffers }: Pick<Kernel, "buffers">, bindingOf = ({ index }: BufferParam): number => index): string[] {
    const bindings = buffers.map((buffer) => {
      const access = isWritten(buffer) ? "read_write" : "read";
      return `@group(0) @binding(${bindingOf(buffer)}) var<storage, ${access}> b${buffer.index}: array<${this.elementType(buffer)}>;`;
    });
    const stores = buffers.filter((buffer) => this.isPacked(buffer) && isWritten(buffer)).map(packedStore);
    return [...bindings, ...stores];
  }

  sharedDeclaration(array: SharedArray): string {
    const { index, dtype, size } = array;
    const isVector = this.isVector(array);
    const length = (size * this.programs) / (isVector ? 4 : 1);
    return `var<workgroup> s${index}: array<${widthName(dtype, isVector)}, ${length}>;`;
  }

  /** True if the memory is kept as vectors of four. */
  isVector(memory: Memory): boolean {
    return this.vectors?.holds(memory) ?? false;
  }

  /** The length in elements, as i32 text. */
  length(memory: Memory): string {
    if (memory.kind === "shared") return `${memory.size}`;
    if (memory.dtype !== "f16") return `i32(arrayLength(&b${memory.index}))`;
    this.counted.add(memory.index);
    return `args.n${memory.index}`;
  }

  /** The element at an index, in its value type. */
  load(memory: Memory, index: string): string {
    if (memory.kind === "shared") return this.sharedElement(memory, index);
    const name = `b${memory.index}`;
    if (this.isPacked(memory)) {
      const word = isWritten(memory) ? `atomicLoad(&${name}[(${index}) >> 1u])` : `${name}[(${index}) >> 1u]`;
      return `adj_from_half(${word} >> ((u32(${index}) & 1u) << 4u))`;
    }
    return valueIn(memory, `${name}[${index}]`, false);
  }

  /** The vector at an index, counted in vectors, in its value type. */
  loadVector(memory: Memory, index: string): string {
    if (memory.kind === "shared") return this.sharedVector(memory, index);
    return valueIn(memory, `b${memory.index}[${index}]`, true);
  }

  /** The statement that stores a value. */
  store(memory: Memory, index: string, value: string): string {
    if (memory.kind === "shared") return `${this.sharedElement(memory, index)} = ${value};`;
    if (this.isPacked(memory)) return `store_b${memory.index}(u32(${index}), ${value});`;
    return `b${memory.index}[${index}] = ${storedOf(memory, value, false)};`;
  }

  /** The statement that stores a vector at an index, counted in vectors. */
  storeVector(memory: Memory, index: string, value: string): string {
    if (memory.kind === "shared") return `${this.sharedVector(memory, index)} = ${value};`;
    return `b${memory.index}[${index}] = ${storedOf(memory, value, true)};`;
  }

  /** True if two elements of the buffer lie in a word. */
  isPacked({ dtype }: BufferParam): boolean {
    return dtype === "f16" && !this.hasF16;
  }

  private sharedElement({ index: array, size }: SharedArray, index: string): string {
    return this.programs === 1 ? `s${array}[${index}]` : `s${array}[segment * ${size} + ${index}]`;
  }

  private sharedVector({ index: array, size }: SharedArray, index: string): string {
    return this.programs === 1 ? `s${array}[${index}]` : `s${array}[segment * ${size / 4} + ${index}]`;
  }

  private elementType(buffer: BufferParam): string {
    if (this.isPacked(buffer)) return isWritten(buffer) ? "atomic<u32>" : "u32";
    const name = storedTypeName(buffer.dtype);
    return this.isVector(buffer) ? `vec4<${name}>` : name;
  }
}

/** True for memory that cannot be kept as vectors: there two elements lie in a word, or their count is odd. */
export function isScalar(memory: Memory, hasF16: boolean): boolean {
  return memory.kind === "shared" ? memory.size % 4 !== 0 : memory.dtype === "f16" && !hasF16;
}

/** What a stored element stands for. */
function valueIn({ dtype }: BufferParam, element: string, isWide: boolean): string {
  if (dtype === "bool") return `(${element} != ${isWide ? splat("0u", "u32") : "0u"})`;
  return dtype === "f16" ? `${widthName("f32", isWide)}(${element})` : element;
}

/** What is stored for a value. */
function storedOf({ dtype }: BufferParam, value: string, isWide: boolean): string {
  if (dtype === "bool") return isWide ? `vec4<u32>(${value})` : `select(0u, 1u, ${value})`;
  if (dtype === "f16") return isWide ? `vec4<f16>(${value})` : `f16(${value})`;
  return value;
}

const isWritten = ({ access }: BufferParam): boolean => access !== "read";

/** Only this invocation writes this half, so the two steps need not be one. */
const packedStore = ({ index }: BufferParam): string => `fn store_b${index}(i: u32, x: f32) {
  let shift = (i & 1u) << 4u;
  atomicAnd(&b${index}[i >> 1u], ~(0xffffu << shift));
  atomicOr(&b${index}[i >> 1u], adj_to_half(x) << shift);
}`;
