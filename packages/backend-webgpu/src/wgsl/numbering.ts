/**
 * @file Numbers of values: equal for expressions that are written alike, so that what occurs twice is computed once.
 */
import type { Expr, Memory } from "@adjoint/core";

/** What is known of a value. */
export interface NumberedValue {
  readonly id: number;
  /** Ids of the names that it depends on. */
  readonly vars: ReadonlySet<number>;
  /** True if it may change between two statements: it reads a mutable name, or memory that the kernel writes. */
  readonly isVolatile: boolean;
}

/** What memory is called in WGSL. */
export const memoryName = ({ kind, index }: Memory): string => `${kind === "buffer" ? "b" : "s"}${index}`;

export class Numbering {
  private readonly byText = new Map<string, NumberedValue>();
  private readonly byObject = new Map<Expr, NumberedValue>();
  private readonly mutable = new Set<number>();

  /** Says that a name may be given other values. To be called before it is met in an expression. */
  declareMutable(id: number): void {
    this.mutable.add(id);
  }

  of(e: Expr): NumberedValue {
    const known = this.byObject.get(e);
    if (known !== undefined) return known;
    const parts = partsOf(e).map((part) => this.of(part));
    const text = textOf(
      e,
      parts.map(({ id }) => id),
    );
    let value = this.byText.get(text);
    if (value === undefined) {
      value = { id: this.byText.size, ...this.dependencies(e, parts) };
      this.byText.set(text, value);
    }
    this.byObject.set(e, value);
    return value;
  }

  private dependencies(e: Expr, parts: readonly NumberedValue[]): Pick<NumberedValue, "vars" | "isVolatile"> {
    if (e.kind === "var") return { vars: new Set([e.id]), isVolatile: this.mutable.has(e.id) };
    const vars = parts.length === 1 && parts[0] ? parts[0].vars : new Set(parts.flatMap((part) => [...part.vars]));
    const readsWritten = e.kind === "load" && (e.memory.kind === "shared" || e.memory.access !== "read");
    return { vars, isVolatile: readsWritten || parts.some((part) => part.isVolatile) };
  }
}

/** The operands of an expression. */
export function partsOf(e: Expr): readonly Expr[] {
  if (e.kind === "op") return e.args;
  if (e.kind === "cast") return [e.arg];
  return e.kind === "load" ? [e.index] : [];
}

/** Equal for expressions that do the same with equal parts. */
function textOf(e: Expr, parts: readonly number[]): string {
  switch (e.kind) {
    case "const":
      return `${e.dtype} ${Object.is(e.value, -0) ? "-0" : e.value}`;
    case "var":
      return `v${e.id}`;
    case "param":
      return `p${e.index}`;
    case "op":
      return `${e.op} ${e.dtype} ${parts.join()}`;
    case "cast":
      return `${e.bits ? "bits" : "cast"} ${e.dtype} ${parts.join()}`;
    case "load":
      return `${memoryName(e.memory)} ${parts.join()} ${e.isGuarded}`;
    default:
      return e satisfies never;
  }
}
