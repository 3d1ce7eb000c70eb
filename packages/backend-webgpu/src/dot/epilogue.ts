/**
 * @file The epilogue of a product as a WGSL function, which the invocation that has an element of the product, or four of a row,
 * calls for it. Its buffers and numbers join those of the product.
 */
import type { BufferParam, DotStep, Epilogue, Kernel, Memory, Stmt } from "@adjoint/core";
import { BodyWriter } from "../wgsl/body.ts";
import { writeLaneStatement } from "../wgsl/lane-statements.ts";
import { valueTypeName } from "../wgsl/literals.ts";
import { isScalar, MemoryTexts } from "../wgsl/memory.ts";
import { preludeFor } from "../wgsl/prelude.ts";
import { VectorPlan } from "../wgsl/vectors.ts";

/** An epilogue as text. */
export interface EpilogueText {
  readonly key: string;
  /** It takes vectors of four columns, of which the first is a multiple of four. */
  readonly isWide: boolean;
  readonly directives: readonly string[];
  /** Fields of the argument block, behind those of the product. */
  readonly fields: readonly string[];
  /** Bindings, and functions that are called. */
  readonly declarations: readonly string[];
  /** Buffer parameters whose lengths come last in the argument block. */
  readonly countedBuffers: readonly number[];
}

/** Name of the function: `finish(row, column, product)`, with the row counted over the whole batch. */
const FINISH = "finish";
const PRODUCT = "product";

/** The call for an element, or for a vector whose first element this is. */
export const finishCall = (row: string, column: string, product: string): string =>
  `${FINISH}(${row}, ${column}, ${product});`;

/** A parameter that stands for the product alone needs no buffer: its elements come from registers. */
const isBound = ({ product }: Epilogue, { index, access }: BufferParam): boolean =>
  index !== product || access !== "read";

/** What a product binds, in order: slots, and whether they are written. */
export function dotBindings({ slots, epilogue }: DotStep): { slots: readonly number[]; signature: readonly boolean[] } {
  if (epilogue === undefined) return { slots, signature: [false, false, true] };
  const [a, b, out] = slots;
  const bound = epilogue.kernel.buffers.filter((buffer) => isBound(epilogue, buffer));
  const own = epilogue.isProductKept ? [out] : [];
  return {
    slots: [a, b, ...own, ...bound.map(({ index }) => epilogue.slots[index] ?? -1)],
    signature: [false, false, ...own.map(() => true), ...bound.map(({ access }) => access !== "read")],
  };
}

/** Loads of the product give what the function was called with. */
class EpilogueMemory extends MemoryTexts {
  readonly #product: number;

  constructor(hasF16: boolean, product: number, plan: VectorPlan | undefined) {
    super(hasF16, 1, plan);
    this.#product = product;
  }

  override load(memory: Memory, index: string): string {
    return memory.kind === "buffer" && memory.index === this.#product ? PRODUCT : super.load(memory, index);
  }

  override loadVector(memory: Memory, index: string): string {
    return memory.kind === "buffer" && memory.index === this.#product ? PRODUCT : super.loadVector(memory, index);
  }
}

/** The text of an epilogue of a product of rows of `columns`; with `byFour`, for vectors if all that it touches lies in such. */
export function renderEpilogue(
  epilogue: Epilogue,
  { columns, rows, byFour, hasF16 }: { columns: number; rows: number; byFour: boolean; hasF16: boolean },
): EpilogueText {
  const { kernel, product, isProductKept, grid } = epilogue;
  const inner = (rows * columns) / (grid[0] ?? 1);
  const plan = byFour && inner % 4 === 0 ? wholePlan(kernel, hasF16) : undefined;
  const memory = new EpilogueMemory(hasF16, product, plan);
  const body = new BodyWriter("  ", memory);
  for (const line of indexLines(kernel, inner === columns, inner)) body.line(line);
  for (const stmt of kernel.body) writeStatement(stmt, body, memory, plan);
  const type = plan === undefined ? "f32" : "vec4f";
  const finish = `fn ${FINISH}(row: u32, column: u32, ${PRODUCT}: ${type}) {\n${body.text}}`;
  const bound = kernel.buffers.filter((buffer) => isBound(epilogue, buffer));
  const first = isProductKept ? 3 : 2;
  const bindings = memory.declarations({ buffers: bound }, (buffer) => first + bound.indexOf(buffer));
  const prelude = preludeFor([...bindings, finish].join("\n"));
  const { countedBuffers } = memory;
  const params = kernel.params.map(
    ({ index, dtype }) => `  p${index}: ${dtype === "bool" ? "u32" : valueTypeName(dtype)},`,
  );
  return {
    key: `${kernel.key} ${product} ${isProductKept} ${inner === columns ? "rows" : inner}${plan === undefined ? "" : " by four"}`,
    isWide: plan !== undefined,
    directives: hasF16 && bound.some(({ dtype }) => dtype === "f16") ? ["enable f16;"] : [],
    fields: [...params, ...countedBuffers.map((index) => `  n${index}: i32,`)],
    declarations: [...bindings, ...(prelude === "" ? [] : [prelude]), finish],
    countedBuffers,
  };
}

/** The grid's indices: parts of rows, of `inner` elements each, and chunks of these, of which the first is taken as all. */
function indexLines({ grid }: Kernel, isWhole: boolean, inner: number): string[] {
  const [part, chunk] = grid;
  const at = "row * args.n + column";
  return [
    ...(part === undefined ? [] : [`let v${part.id} = i32(${isWhole ? "row" : `(${at}) / ${inner}u`});`]),
    ...(chunk === undefined ? [] : [`let v${chunk.id} = 0;`]),
    `let lane = i32(${isWhole ? "column" : `(${at}) % ${inner}u`});`,
  ];
}

/** How all of a kernel is taken by fours; undefined if it cannot be. */
function wholePlan(kernel: Kernel, hasF16: boolean): VectorPlan | undefined {
  const plan = new VectorPlan(kernel, (memory) => isScalar(memory, hasF16));
  return plan.isComplete ? plan : undefined;
}

function writeStatement(stmt: Stmt, out: BodyWriter, memory: MemoryTexts, plan: VectorPlan | undefined): void {
  if (stmt.kind === "let") out.line(`let v${stmt.target.id} = ${out.value(stmt.value)};`);
  else if (stmt.kind === "lanes") {
    out.line(`let v${stmt.lane.id} = lane;`);
    const body = plan === undefined ? out : out.widened({ lane: stmt.lane, plan });
    for (const inner of stmt.body) writeLaneStatement(inner, body, memory);
    if (body !== out) out.text += body.text;
  } else throw new Error(`an epilogue has no statement ${stmt.kind}`);
}
