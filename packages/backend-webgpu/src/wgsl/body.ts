/**
 * @file Expressions as WGSL text. What occurs more than once in a block becomes a `let`; what does not change in a loop is
 * computed before it. In blocks of which an invocation takes four lanes at a time, values that differ between them are
 * vectors.
 */
import type { Expr, LaneStmt, Memory, Var } from "@adjoint/core";
import { literal, splat } from "./literals.ts";
import type { MemoryTexts } from "./memory.ts";
import { type NumberedValue, Numbering, partsOf } from "./numbering.ts";
import { renderCast, renderLoad, renderOp, settled } from "./operations.ts";
import { ownRoots, type VectorPlan } from "./vectors.ts";

/** What all writers of a function share. */
export class WriterNames {
  next = 0;
  readonly numbering = new Numbering();
}

/** Where an invocation takes four lanes at a time. */
export interface Wide {
  /** Of the first of the four. Undefined in functions, whose operands are vectors. */
  readonly lane?: Var;
  readonly plan: Pick<VectorPlan, "varying" | "offsetOf">;
}

/** What a writer has of the one around it. */
interface Around {
  readonly known: ReadonlyMap<number, Known>;
  readonly wide: Wide | undefined;
  /** The writer before the loop whose body this is: what does not change in the loop is written there. */
  readonly before?: BodyWriter;
}

interface Known {
  readonly name: string;
  readonly isVolatile: boolean;
}

/** A block of statements that grows line by line. */
export class BodyWriter {
  text = "";
  private readonly indent: string;
  private readonly memory: MemoryTexts;
  private readonly names: WriterNames;
  private readonly wide: Wide | undefined;
  private readonly before: BodyWriter | undefined;
  /** Names of values, by number. */
  private readonly known: Map<number, Known>;
  /** How often values occur in the statements to come. */
  private readonly expected = new Map<number, number>();
  /** Names that are declared here. */
  private readonly own = new Set<number>();
  /** Names of places in vectors, by text. */
  private readonly places = new Map<string, string>();

  constructor(indent: string, memory: MemoryTexts, names = new WriterNames(), around?: Around) {
    this.indent = indent;
    this.memory = memory;
    this.names = names;
    this.wide = around?.wide;
    this.before = around?.before;
    this.known = new Map(around?.known);
  }

  line(text: string): void {
    this.text += `${this.indent}${text}\n`;
  }

  /** A writer for a block inside this one. */
  nested(wide = this.wide): BodyWriter {
    this.forget();
    return new BodyWriter(`${this.indent}  `, this.memory, this.names, { known: this.known, wide });
  }

  /** A writer for the body of a loop over the index. What does not change in it is written here, before the loop is. */
  loopBody(index: Var, wide = this.wide): BodyWriter {
    this.forget();
    const around = { known: this.known, wide, before: this };
    const body = new BodyWriter(`${this.indent}  `, this.memory, this.names, around);
    body.own.add(index.id);
    return body;
  }

  /** A writer in which four lanes are taken at a time. */
  widened(wide: Wide): BodyWriter {
    return new BodyWriter(this.indent, this.memory, this.names, { known: this.known, wide });
  }

  /** Memory or mutable names may have changed. */
  forget(): void {
    for (const [id, { isVolatile }] of this.known) if (isVolatile) this.known.delete(id);
  }

  /** Tells of the statements, and values, that this block will have, so that what recurs in them is named. */
  expect(stmts: readonly LaneStmt[], values: readonly Expr[] = []): void {
    for (const stmt of stmts)
      if (stmt.kind === "let" && stmt.isMutable) this.names.numbering.declareMutable(stmt.target.id);
    for (const root of [...stmts.flatMap(ownRoots), ...values]) this.count(root, this.expected);
  }

  /** Says that a name may be given other values. To be called before it is used. */
  mutates(target: Var): void {
    this.names.numbering.declareMutable(target.id);
  }

  /** Declares a name. */
  declare(target: Var, value: Expr, isMutable: boolean): void {
    if (isMutable) this.mutates(target);
    this.line(`${isMutable ? "var" : "let"} v${target.id} = ${this.value(value)};`);
    this.own.add(target.id);
    if (!isMutable) this.learn(value, `v${target.id}`);
  }

  /** Says that a value has a name from here on. */
  learn(value: Expr, name: string): void {
    const { id, isVolatile } = this.names.numbering.of(value);
    if (partsOf(value).length > 0 && !this.known.has(id)) this.known.set(id, { name, isVolatile });
  }

  /** The text of an expression, after `let`s for what recurs. */
  value(root: Expr): string {
    const counts = new Map<number, number>();
    this.count(root, counts);
    return this.render(root, counts);
  }

  /** The same, as a vector if four lanes are taken at a time. */
  laneValue(root: Expr): string {
    const text = this.value(root);
    return this.wide === undefined || this.isWide(root) ? text : splat(text, root.dtype);
  }

  /** The vector at the index of a lane and of the three that follow it. */
  place(index: Expr): string | undefined {
    const { lane, plan } = this.wide ?? {};
    const offset = lane && plan?.offsetOf(index, lane);
    if (lane === undefined || offset === undefined) return undefined;
    const first = `v${lane.id}`;
    const text = offset.kind === "const" && offset.value === 0 ? first : `(${this.value(offset)} + ${first})`;
    const known = this.places.get(text);
    if (known !== undefined) return known;
    const name = this.newName();
    this.line(`let ${name} = ${text} >> 2u;`);
    this.places.set(text, name);
    return name;
  }

  /** True if the value is a vector here. */
  isWide(e: Expr): boolean {
    const { wide } = this;
    if (wide === undefined) return false;
    for (const id of this.names.numbering.of(e).vars) if (wide.plan.varying.has(id)) return true;
    return false;
  }

  private count(e: Expr, counts: Map<number, number>): void {
    const { id } = this.names.numbering.of(e);
    const before = counts.get(id) ?? 0;
    counts.set(id, before + 1);
    if (before > 0 || (e.kind === "load" && this.isVector(e.memory, e.index))) return;
    for (const part of partsOf(e)) this.count(part, counts);
  }

  private render(e: Expr, counts: ReadonlyMap<number, number>): string {
    const number = this.names.numbering.of(e);
    const known = this.known.get(number.id);
    if (known !== undefined) return known.name;
    if (partsOf(e).length === 0) return this.leaf(e, number);
    if (this.before !== undefined && this.isFixed(number)) return this.name(number, this.before.named(e));
    const text = this.node(e, (part) => this.render(part, counts));
    const isRepeated = (counts.get(number.id) ?? 0) > 1 || (this.expected.get(number.id) ?? 0) > 1;
    return isRepeated ? this.name(number, this.newLet(text)) : text;
  }

  private name({ id, isVolatile }: NumberedValue, name: string): string {
    this.known.set(id, { name, isVolatile });
    return name;
  }

  private newName(): string {
    return `t${this.names.next++}`;
  }

  private newLet(text: string): string {
    const name = this.newName();
    this.line(`let ${name} = ${text};`);
    return name;
  }

  /** The name of a value that is not a leaf; it gets one if need be. */
  private named(e: Expr): string {
    const number = this.names.numbering.of(e);
    const text = this.value(e);
    return this.known.get(number.id)?.name ?? this.name(number, this.newLet(text));
  }

  /** True for what is the same in every turn of the loop. */
  private isFixed({ vars, isVolatile }: NumberedValue): boolean {
    if (isVolatile) return false;
    for (const id of vars) if (this.own.has(id)) return false;
    return true;
  }

  private isVector(memory: Memory, index: Expr): boolean {
    return this.isWide(index) && this.memory.isVector(memory);
  }

  private leaf(e: Expr, number: NumberedValue): string {
    if (e.kind === "const") return literal(e.value, e.dtype);
    if (e.kind === "param") return e.dtype === "bool" ? `(args.p${e.index} != 0u)` : `args.p${e.index}`;
    if (e.kind !== "var") throw new Error("an expression with operands is no leaf");
    if (e !== this.wide?.lane) return `v${e.id}`;
    return this.name(number, this.newLet(`${splat(`v${e.id}`, "i32")} + vec4<i32>(0, 1, 2, 3)`));
  }

  private node(e: Expr, render: (e: Expr) => string): string {
    const isWide = this.isWide(e);
    switch (e.kind) {
      case "op":
        return renderOp(e, isWide, (arg, isSplat) => {
          const text = render(arg);
          return isWide && isSplat && !this.isWide(arg) ? splat(text, arg.dtype) : text;
        });
      case "cast":
        return isSettled(e) ? settled(render(e.arg), isWide) : renderCast(render(e.arg), e, isWide);
      case "load": {
        const place = this.isVector(e.memory, e.index) ? this.place(e.index) : undefined;
        return place === undefined
          ? renderLoad(e, this.memory, render(e.index))
          : this.memory.loadVector(e.memory, place);
      }
      default:
        throw new Error("a leaf has no operands");
    }
  }
}

/** True for a float that is made of the bits of another: one that no compiler may take apart. */
function isSettled(e: Extract<Expr, { kind: "cast" }>): boolean {
  return e.bits && e.dtype === "f32" && e.arg.kind === "cast" && e.arg.bits && e.arg.arg.dtype === "f32";
}
