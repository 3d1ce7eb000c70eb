/**
 * @file Which blocks of lanes are taken four at a time: those whose lanes count a multiple of four, and touch memory either
 * all at one element or each at its own, side by side from a multiple of four on. Such memory is bound as vectors, if the
 * whole kernel touches it in this way.
 */
import { type Expr, type Kernel, k, type LaneStmt, type Memory, type Stmt, type Var } from "@adjoint/core";
import type { LaneBlock } from "./hazards.ts";
import { memoryName, Numbering, partsOf } from "./numbering.ts";

/** How the lanes of a block touch memory: as a vector, all at the same element, or in another way. */
interface Touch {
  readonly name: string;
  readonly kind: "vector" | "same" | "other";
}

export class VectorPlan {
  /** Blocks whose lanes are taken four at a time. */
  private readonly blocks = new Set<LaneBlock>();
  /** Memory that is kept as vectors, by name. */
  private readonly memories = new Set<string>();
  private readonly names = new Set<number>();
  private readonly definitions = new Map<number, Expr>();
  private readonly numbering = new Numbering();
  /** True if every block is taken by fours. */
  readonly isComplete: boolean;

  /** `isScalar` tells memory that cannot be kept as vectors. */
  constructor(kernel: Pick<Kernel, "body">, isScalar: (memory: Memory) => boolean) {
    const found = blocksOf(kernel.body);
    this.note(kernel.body, false);
    const outside = outerTouches(kernel.body);
    const touches = new Map<LaneBlock, readonly Touch[]>();
    for (const block of found) {
      const list = this.touchesOf(block, isScalar);
      touches.set(block, list);
      const isFit = this.isQuad(block.count) && block.body.every(isFlat) && list.every(({ kind }) => kind !== "other");
      if (isFit) this.blocks.add(block);
    }
    this.settle(touches, outside);
    this.isComplete = found.length > 0 && found.every((block) => this.blocks.has(block));
  }

  /** Names whose value differs from lane to lane. */
  get varying(): ReadonlySet<number> {
    return this.names;
  }

  takes(block: LaneBlock): boolean {
    return this.blocks.has(block);
  }

  holds(memory: Memory): boolean {
    return this.memories.has(memoryName(memory));
  }

  isVarying(e: Expr): boolean {
    const { vars } = this.numbering.of(e);
    for (const id of vars) if (this.names.has(id)) return true;
    return false;
  }

  /** What is added to the lane in an index, if that is a multiple of four and the same for all lanes. */
  offsetOf(index: Expr, lane: Var): Expr | undefined {
    const terms = this.termsOf(index);
    const others = terms.filter((term) => term !== lane);
    const isFit =
      others.length === terms.length - 1 && others.every((term) => !this.isVarying(term) && this.isQuad(term));
    return isFit ? others.reduce((sum, term) => k.add(sum, term), k.constant(0, "i32")) : undefined;
  }

  /** Blocks are dropped that touch memory which others need element by element, until no such is left. */
  private settle(touches: ReadonlyMap<LaneBlock, readonly Touch[]>, outside: ReadonlySet<string>): void {
    for (;;) {
      this.memories.clear();
      const scalar = new Set(outside);
      for (const [block, list] of touches)
        for (const { name, kind } of list) {
          if (kind === "vector" && this.blocks.has(block)) this.memories.add(name);
          else scalar.add(name);
        }
      for (const name of scalar) this.memories.delete(name);
      const isLost = ({ name, kind }: Touch): boolean => kind === "vector" && scalar.has(name);
      const lost = [...this.blocks].filter((block) => touches.get(block)?.some(isLost));
      if (lost.length === 0) return;
      for (const block of lost) this.blocks.delete(block);
    }
  }

  /** Notes what names stand for, and which of them vary. */
  private note(body: readonly (Stmt | LaneStmt)[], isInLanes: boolean): void {
    for (const stmt of body) {
      if (stmt.kind === "let") {
        if (!stmt.isMutable) this.definitions.set(stmt.target.id, stmt.value);
        if (isInLanes && (stmt.isMutable || this.isVarying(stmt.value))) this.names.add(stmt.target.id);
      } else if (stmt.kind === "lanes" || stmt.kind === "reduce") {
        this.names.add(stmt.lane.id);
        this.note(stmt.body, true);
      } else if (stmt.kind === "loop") {
        if (isInLanes && this.isVarying(stmt.count)) this.names.add(stmt.index.id);
        this.note(stmt.body, isInLanes);
      } else if (stmt.kind === "if")
        this.note("otherwise" in stmt ? [...stmt.body, ...stmt.otherwise] : stmt.body, isInLanes);
    }
  }

  private touchesOf(block: LaneBlock, isScalar: (memory: Memory) => boolean): Touch[] {
    const touches: Touch[] = [];
    const add = (memory: Memory, index: Expr, isPlain: boolean, isWrite: boolean): void => {
      const name = memoryName(memory);
      if (!this.isVarying(index)) touches.push({ name, kind: isWrite || isScalar(memory) ? "other" : "same" });
      else {
        const isVector = isPlain && !isScalar(memory) && this.offsetOf(index, block.lane) !== undefined;
        touches.push({ name, kind: isVector ? "vector" : "other" });
      }
    };
    forEachLoad(rootsOf(block), ({ memory, index, isGuarded }) => add(memory, index, !isGuarded, false));
    for (const stmt of storesOf(block.body))
      add(stmt.memory, stmt.index, !stmt.isGuarded && stmt.condition === undefined, true);
    return touches;
  }

  private termsOf(e: Expr): Expr[] {
    if (e.kind === "op" && e.op === "add") return e.args.flatMap((arg) => this.termsOf(arg));
    const meaning = e.kind === "var" && this.isVarying(e) ? this.definitions.get(e.id) : undefined;
    return meaning === undefined ? [e] : this.termsOf(meaning);
  }

  /** True if the value is seen to be a multiple of four. */
  private isQuad(e: Expr): boolean {
    if (e.kind === "const") return e.value % 4 === 0;
    if (e.kind === "var") {
      const meaning = this.definitions.get(e.id);
      return meaning !== undefined && this.isQuad(meaning);
    }
    if (e.kind !== "op") return false;
    if (e.op === "mul") return e.args.some((arg) => this.isQuad(arg));
    return QUAD_KEEPING.has(e.op) && e.args.every((arg) => this.isQuad(arg));
  }
}

/** For functions of vectors: all operands differ from lane to lane. */
export function wideOver(operands: readonly Var[]): { readonly plan: Pick<VectorPlan, "varying" | "offsetOf"> } {
  return { plan: { varying: new Set(operands.map(({ id }) => id)), offsetOf: () => undefined } };
}

/** Operations whose result is a multiple of four if their operands are. */
const QUAD_KEEPING: ReadonlySet<string> = new Set(["add", "sub", "min", "max"]);

type Store = Extract<LaneStmt, { kind: "store" }>;
type Load = Extract<Expr, { kind: "load" }>;

/** True for what four lanes can do in one statement. */
const isFlat = (stmt: LaneStmt): boolean => stmt.kind === "store" || (stmt.kind === "let" && !stmt.isMutable);

function blocksOf(body: readonly Stmt[]): LaneBlock[] {
  return body.flatMap((stmt) => {
    if (stmt.kind === "lanes" || stmt.kind === "reduce") return [stmt];
    if (stmt.kind === "loop") return blocksOf(stmt.body);
    return stmt.kind === "if" ? blocksOf([...stmt.body, ...stmt.otherwise]) : [];
  });
}

function storesOf(body: readonly LaneStmt[]): Store[] {
  return body.flatMap((stmt) => {
    if (stmt.kind === "store") return [stmt];
    return stmt.kind === "loop" || stmt.kind === "if" ? storesOf(stmt.body) : [];
  });
}

/** The expressions that the lanes of a block compute. */
function rootsOf(block: LaneBlock): Expr[] {
  return [
    ...block.body.flatMap(statementRoots),
    ...(block.kind === "reduce" ? block.accumulators.map(({ value }) => value) : []),
  ];
}

function statementRoots(stmt: LaneStmt): Expr[] {
  const inner = stmt.kind === "loop" || stmt.kind === "if" ? stmt.body.flatMap(statementRoots) : [];
  return [...ownRoots(stmt), ...inner];
}

/** The expressions of a statement by itself. */
export function ownRoots(stmt: Stmt | LaneStmt): readonly Expr[] {
  switch (stmt.kind) {
    case "let":
    case "set":
      return [stmt.value];
    case "store":
      return [stmt.index, stmt.value, ...(stmt.condition === undefined ? [] : [stmt.condition])];
    case "if":
      return [stmt.condition];
    case "loop":
    case "lanes":
    case "reduce":
      return [stmt.count];
    default:
      return stmt satisfies never;
  }
}

/** Memory that is touched outside of lanes. */
function outerTouches(body: readonly Stmt[], found = new Set<string>()): ReadonlySet<string> {
  for (const stmt of body) {
    forEachLoad(ownRoots(stmt), ({ memory }) => found.add(memoryName(memory)));
    if (stmt.kind === "store") found.add(memoryName(stmt.memory));
    if (stmt.kind === "loop") outerTouches(stmt.body, found);
    if (stmt.kind === "if") outerTouches([...stmt.body, ...stmt.otherwise], found);
  }
  return found;
}

function forEachLoad(roots: readonly Expr[], visit: (load: Load) => void): void {
  const seen = new Set<Expr>();
  const walk = (e: Expr): void => {
    if (seen.has(e)) return;
    seen.add(e);
    if (e.kind === "load") visit(e);
    for (const part of partsOf(e)) walk(part);
  };
  for (const root of roots) walk(root);
}
