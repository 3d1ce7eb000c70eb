/**
 * @file How the parts of a reduction that invocations have are combined, in an order that is the same for every run: by
 * shuffles inside of a subgroup, where those are offered, and through workgroup memory beyond.
 */
import { type Accumulator, k, reductionOp, type ValueType, type Var } from "@adjoint/core";
import { BodyWriter } from "./body.ts";
import type { Division } from "./division.ts";
import type { Access } from "./hazards.ts";
import { valueTypeName } from "./literals.ts";
import type { MemoryTexts } from "./memory.ts";
import { wideOver } from "./vectors.ts";

/** Parts that every invocation combines alone. */
const MOST_IN_ONE_LEVEL = 16;
/** Bytes of workgroup memory that the parts of reductions done together may take. */
const PARTS_BYTES = 2048;

/** What the combination asks of the kernel around it. */
export interface Surroundings {
  /** Name of an invocation's place in its program. */
  readonly lane: string;
  /** True if results steer control flow, so that the compiler must see that they are uniform. */
  readonly isSteering: boolean;
  /** Declares workgroup memory, once for equal texts. */
  declare(text: string): void;
  /** Waits, if need be, before these touches of memory, and notes them. */
  touch(accesses: readonly Access[], out: BodyWriter): void;
}

export class Reductions {
  private readonly division: Division;
  private readonly memory: MemoryTexts;
  private readonly around: Surroundings;
  /** Two sets of parts take turns, so that one need not wait until all have read the other. */
  private turn = 0;

  constructor(division: Division, memory: MemoryTexts, around: Surroundings) {
    this.division = division;
    this.memory = memory;
    this.around = around;
  }

  /** From the variables `a<id>`, one part in each invocation, to the results `v<id>` in all of them. */
  combine(accumulators: readonly Accumulator[], out: BodyWriter): void {
    const { lanes, shuffled } = this.division;
    for (let distance = 1; distance < shuffled; distance *= 2)
      for (const accumulator of accumulators) {
        const part = partName(accumulator);
        out.line(`${part} = ${this.combined(accumulator, part, shuffle(accumulator.target.dtype, part, distance))};`);
      }
    if (lanes > shuffled) for (const batch of this.batches(accumulators)) this.throughMemory(batch, out);
    for (const accumulator of accumulators) this.name(accumulator, out);
  }

  /** The text that joins two parts, or two vectors of four. */
  combined({ op, target }: Accumulator, a: string, b: string, isWide = false): string {
    const operand = (id: number): Var => ({ kind: "var", dtype: target.dtype, id, name: "", isUniform: false });
    const [left, right] = [operand(-1), operand(-2)];
    const writer = new BodyWriter("", this.memory);
    const inner = isWide ? writer.widened(wideOver([left, right])) : writer;
    const text = inner.value(k.apply(reductionOp(op, target.dtype), [left, right]));
    return text.replaceAll("v-1", a).replaceAll("v-2", b);
  }

  /** Names of the memory that reductions use. */
  get scratch(): readonly Access[] {
    return ["tree", "parts0", "parts1"].map((name) => touchOf(name, true));
  }

  private name(accumulator: Accumulator, out: BodyWriter): void {
    const { id, dtype } = accumulator.target;
    if (!this.around.isSteering) {
      out.line(`let v${id} = ${partName(accumulator)};`);
      return;
    }
    const type = valueTypeName(dtype);
    this.around.declare(`var<workgroup> result_${type}: ${type};`);
    out.line(`if (lid == 0u) { result_${type} = ${partName(accumulator)}; }`);
    out.line(`let v${id} = workgroupUniformLoad(&result_${type});`);
  }

  private batches(accumulators: readonly Accumulator[]): Accumulator[][] {
    const { lanes, programs, shuffled } = this.division;
    const most = Math.max(1, Math.floor(PARTS_BYTES / ((4 * lanes * programs) / shuffled)));
    return Array.from({ length: Math.ceil(accumulators.length / most) }, (_, i) =>
      accumulators.slice(i * most, (i + 1) * most),
    );
  }

  /** One barrier, or two where parts are many. */
  private throughMemory(batch: readonly Accumulator[], out: BodyWriter): void {
    const { lanes, shuffled } = this.division;
    const all = lanes / shuffled;
    const isTwoLevel = all > MOST_IN_ONE_LEVEL;
    const parts = isTwoLevel ? 2 ** Math.ceil(Math.log2(all) / 2) : all;
    const turn = `parts${this.turn}`;
    this.turn = 1 - this.turn;
    this.write(isTwoLevel ? "tree" : turn, all, batch, out);
    if (isTwoLevel) this.middle(turn, { of: all, to: parts }, batch, out);
    const first = this.first(parts);
    this.around.touch([touchOf(turn, false)], out);
    batch.forEach((accumulator, i) => {
      const part = partName(accumulator);
      const array = arrayName(turn, i, accumulator);
      out.line(`${part} = ${array}[${first}];`);
      const next = this.combined(accumulator, part, `${array}[${first} + i]`);
      out.line(`for (var i = 1u; i < ${parts}u; i++) { ${part} = ${next}; }`);
    });
  }

  /** Each invocation's part, or each subgroup's. */
  private write(name: string, length: number, batch: readonly Accumulator[], out: BodyWriter): void {
    const { shuffled } = this.division;
    const stores = this.arrays(name, length, batch).map(
      (array, i) => `${array}[lid${shuffled > 1 ? ` / ${shuffled}u` : ""}] = ${partName(batch[i] as Accumulator)};`,
    );
    this.around.touch([touchOf(name, true)], out);
    if (shuffled > 1) out.line(`if (lid % ${shuffled}u == 0u) { ${stores.join(" ")} }`);
    else for (const store of stores) out.line(store);
  }

  /** The first lanes of a program, `to` of them, combine the parts of all `of`, in strides. */
  private middle(
    turn: string,
    { of, to }: { readonly of: number; readonly to: number },
    batch: readonly Accumulator[],
    out: BodyWriter,
  ): void {
    const targets = this.arrays(turn, to, batch);
    const { lane } = this.around;
    this.around.touch([touchOf("tree", false), touchOf(turn, true)], out);
    out.line(`if (${lane} < ${to}u) {`);
    const inner = out.nested();
    batch.forEach((accumulator, i) => {
      const part = partName(accumulator);
      const at = `${arrayName("tree", i, accumulator)}[${this.first(of)} + ${lane}`;
      inner.line(`${part} = ${at}];`);
      const next = this.combined(accumulator, part, `${at} + i]`);
      inner.line(`for (var i = ${to}u; i < ${of}u; i += ${to}u) { ${part} = ${next}; }`);
      inner.line(`${targets[i]}[${this.first(to)} + ${lane}] = ${part};`);
    });
    out.text += inner.text;
    out.line("}");
  }

  /** Where a program's parts begin, if each program has as many. */
  private first(parts: number): string {
    const { lanes, programs } = this.division;
    return programs === 1 ? "0u" : `lid / ${lanes}u * ${parts}u`;
  }

  private arrays(name: string, length: number, batch: readonly Accumulator[]): string[] {
    return batch.map((accumulator, i) => {
      const array = arrayName(name, i, accumulator);
      const type = valueTypeName(accumulator.target.dtype);
      this.around.declare(`var<workgroup> ${array}: array<${type}, ${length * this.division.programs}>;`);
      return array;
    });
  }
}

const partName = ({ target }: Accumulator): string => `a${target.id}`;

const arrayName = (name: string, i: number, { target }: Accumulator): string =>
  `${name}_${valueTypeName(target.dtype)}${i}`;

const touchOf = (name: string, isWrite: boolean): Access => ({
  name,
  space: "workgroup",
  isWrite,
  owner: undefined,
  isStable: true,
});

/** The part of the invocation at a distance: both of a pair get the same result, since reductions commute. */
function shuffle(dtype: ValueType, part: string, distance: number): string {
  if (dtype === "bool") return `(subgroupShuffleXor(u32(${part}), ${distance}u) != 0u)`;
  return `subgroupShuffleXor(${part}, ${distance}u)`;
}
