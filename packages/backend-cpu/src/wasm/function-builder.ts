/**
 * @file The body of one function: locals and instructions, in the order of emission. Blocks are nested by callbacks,
 * and branches name the block they leave, so nobody counts depths.
 */
import type { BlockOp, IndexOp, LaneOp, LiteralOp, MemoryLaneOp, MemoryOp, PlainOp } from "./opcodes.ts";
import { isPlainOp } from "./opcodes.ts";
import type { FunctionRef, FunctionType, WasmType } from "./types.ts";

/** One instruction, by the group of its immediates. */
export type Instruction =
  | { readonly group: "none"; readonly op: PlainOp }
  | { readonly group: "memory"; readonly op: MemoryOp; readonly align: number; readonly offset: number }
  | {
      readonly group: "memoryLane";
      readonly op: MemoryLaneOp;
      readonly align: number;
      readonly offset: number;
      readonly lane: number;
    }
  | { readonly group: "lane"; readonly op: LaneOp; readonly lane: number }
  | { readonly group: "block"; readonly op: BlockOp; readonly result: WasmType | undefined }
  | { readonly group: "index"; readonly op: IndexOp; readonly index: number }
  | { readonly group: "literal"; readonly op: LiteralOp; readonly values: readonly number[] };

/** A local variable or a parameter. */
export interface Local {
  readonly index: number;
  readonly type: WasmType;
}

/** An open block; a branch to it leaves a `block` or `if`, and repeats a `loop`. */
export interface Label {
  readonly depth: number;
}

export class FunctionBuilder {
  readonly name: string;
  readonly type: FunctionType;
  readonly params: readonly Local[];
  /** Where instructions go: the whole body, or the innermost open block. */
  instructions: Instruction[] = [];
  readonly localTypes: WasmType[] = [];
  #depth = 0;

  constructor(name: string, type: FunctionType) {
    this.name = name;
    this.type = type;
    this.params = type.params.map((param, index) => ({ index, type: param }));
  }

  /** Declares a local; it starts as zero when the function is entered. */
  local(type: WasmType): Local {
    this.localTypes.push(type);
    return { index: this.params.length + this.localTypes.length - 1, type };
  }

  /** Emits an instruction without immediates, by its mnemonic. */
  op(mnemonic: PlainOp): this {
    this.instructions.push({ group: "none", op: mnemonic });
    return this;
  }

  /** As `op`, for a mnemonic from a table. */
  opNamed(mnemonic: string): this {
    if (!isPlainOp(mnemonic)) throw new TypeError(`unknown instruction ${mnemonic}`);
    return this.op(mnemonic);
  }

  get(local: Local): this {
    return this.#indexed("local.get", local.index);
  }

  set(local: Local): this {
    return this.#indexed("local.set", local.index);
  }

  tee(local: Local): this {
    return this.#indexed("local.tee", local.index);
  }

  call(target: FunctionRef): this {
    return this.#indexed("call", target.index);
  }

  i32(value: number): this {
    return this.#literal("i32.const", [value | 0]);
  }

  f32(value: number): this {
    return this.#literal("f32.const", [value]);
  }

  f64(value: number): this {
    return this.#literal("f64.const", [value]);
  }

  /** A vector constant of four 32-bit words. */
  v128(words: readonly [number, number, number, number]): this {
    const bytes = words.flatMap((word) => [word & 255, (word >>> 8) & 255, (word >>> 16) & 255, word >>> 24]);
    return this.#literal("v128.const", bytes);
  }

  /** Picks sixteen bytes from two vectors: 0 to 15 from the first, 16 to 31 from the second. */
  shuffle(bytes: readonly number[]): this {
    return this.#literal("i8x16.shuffle", bytes);
  }

  /** `shuffle` for whole 32-bit words: 0 to 3 from the first vector, 4 to 7 from the second. */
  shuffleWords(words: readonly [number, number, number, number]): this {
    return this.shuffle(words.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte)));
  }

  /** Loads or stores; the address is on the stack. `align` is the exponent of the promised alignment. */
  memory(op: MemoryOp, offset = 0, align = naturalAlignment(op)): this {
    this.instructions.push({ group: "memory", op, align, offset });
    return this;
  }

  /** Loads or stores one lane of a vector. */
  memoryLane(op: MemoryLaneOp, lane: number, offset = 0): this {
    this.instructions.push({ group: "memoryLane", op, align: 0, offset, lane });
    return this;
  }

  /** Extracts or replaces one lane. */
  lane(op: LaneOp, lane: number): this {
    this.instructions.push({ group: "lane", op, lane });
    return this;
  }

  /** A block; a branch to its label jumps behind it. */
  block(body: (label: Label) => void): this {
    return this.#nest("block", undefined, body);
  }

  /** A loop; a branch to its label starts it again. Falling off its end leaves it. */
  loop(body: (label: Label) => void): this {
    return this.#nest("loop", undefined, body);
  }

  /** Takes an i32 from the stack and runs `then` where it is not 0. With a result type, both sides leave a value. */
  if(then: (label: Label) => void, otherwise?: (label: Label) => void, result?: WasmType): this {
    return this.#nest("if", result, (label) => {
      then(label);
      if (otherwise === undefined) return;
      this.op("else");
      otherwise(label);
    });
  }

  br(label: Label): this {
    return this.#indexed("br", this.#depth - label.depth);
  }

  brIf(label: Label): this {
    return this.#indexed("br_if", this.#depth - label.depth);
  }

  /**
   * Runs `emit` with its instructions going to the end of another list, that of an enclosing block. Blocks are collected
   * on their own and appended when they end, so this puts code before the block that is being filled. It must leave the
   * operand stack as it was.
   */
  emitInto(list: Instruction[], emit: () => void): void {
    const current = this.instructions;
    this.instructions = list;
    emit();
    this.instructions = current;
  }

  #nest(op: BlockOp, result: WasmType | undefined, body: (label: Label) => void): this {
    const inner: Instruction[] = [];
    this.#depth++;
    this.emitInto(inner, () => body({ depth: this.#depth }));
    this.#depth--;
    this.instructions.push({ group: "block", op, result });
    for (const instruction of inner) this.instructions.push(instruction);
    return this.op("end");
  }

  #indexed(op: IndexOp, index: number): this {
    this.instructions.push({ group: "index", op, index });
    return this;
  }

  #literal(op: LiteralOp, values: readonly number[]): this {
    this.instructions.push({ group: "literal", op, values });
    return this;
  }
}

/** The alignment that elements of their own size have: at most that of 32 bits for vectors. */
function naturalAlignment(op: MemoryOp): number {
  return op.startsWith("f64") ? 3 : op.includes("16") ? 1 : 2;
}
