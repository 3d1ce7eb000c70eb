/**
 * @file Where a program's invocations have to wait for each other: before a statement that touches what another invocation
 * may have written, or writes what another may still read. An element that always belongs to the same invocation needs no
 * barrier.
 */
import type { Expr, Kernel, LaneStmt, Memory, Stmt, Var } from "@adjoint/core";

/** A touch of memory by one statement. */
export interface Access {
  readonly name: string;
  readonly space: Space;
  readonly isWrite: boolean;
  /** Equal for two accesses if each element is touched by one and the same invocation in both. Undefined: by any. */
  readonly owner: string | undefined;
  /** False if the owner's text means other elements in another turn of a loop. */
  readonly isStable: boolean;
}

/** What a barrier has to cover. */
export type Space = "storage" | "workgroup";

export type LaneBlock = Extract<Stmt, { kind: "lanes" | "reduce" }>;

/** Who runs an expression: lanes, by the name of their index, or all invocations alike, or the first one. */
interface Runner {
  readonly lane?: Var;
  readonly isFirst?: boolean;
  readonly dealing?: string;
}

export class Hazards {
  private pending: readonly Access[] = [];

  /** The spaces that a barrier has to cover before these accesses. */
  before(accesses: readonly Access[]): ReadonlySet<Space> {
    return new Set(accesses.flatMap((next) => this.pending.filter((last) => conflict(last, next)).map((a) => a.space)));
  }

  add(accesses: readonly Access[]): void {
    this.pending = [...this.pending, ...accesses];
  }

  /** A barrier has been passed. */
  clear(space: Space): void {
    this.pending = this.pending.filter((access) => access.space !== space);
  }

  copy(): Hazards {
    const copy = new Hazards();
    copy.pending = this.pending;
    return copy;
  }

  /** Takes over what is pending after another way through the kernel. */
  join(other: Hazards): void {
    this.pending = [...new Set([...this.pending, ...other.pending])];
  }

  /** Forgets owners that the next turn of a loop would take for others. */
  nextTurn(): void {
    this.pending = this.pending.map((access) => (access.isStable ? access : { ...access, owner: undefined }));
  }
}

function conflict(last: Access, next: Access): boolean {
  if (last.name !== next.name || !(last.isWrite || next.isWrite)) return false;
  return last.owner === undefined || last.owner !== next.owner;
}

/** Finds the accesses of a kernel's statements to memory that the kernel writes. */
export class AccessFinder {
  private readonly stable: ReadonlySet<number>;
  private readonly mutable = new Set<number>();
  private readonly dealingOf: (lanes: LaneBlock) => string;

  /** `dealingOf` says how a block's lanes are dealt out, where there are several ways. */
  constructor(kernel: Kernel, dealingOf: (lanes: LaneBlock) => string = () => "") {
    this.dealingOf = dealingOf;
    this.stable = new Set(kernel.grid.map(({ id }) => id));
    noteMutable(kernel.body, this.mutable);
  }

  /** Of all that a statement does, those inside it included. */
  ofStatement(stmt: Stmt): Access[] {
    switch (stmt.kind) {
      case "let":
      case "set":
        return this.ofValue(stmt.value);
      case "store":
        return this.ofLaneStatement(stmt, { isFirst: true });
      case "loop":
        return [...this.ofValue(stmt.count), ...stmt.body.flatMap((inner) => this.ofStatement(inner))];
      case "if":
        return [
          ...this.ofValue(stmt.condition),
          ...[...stmt.body, ...stmt.otherwise].flatMap((s) => this.ofStatement(s)),
        ];
      case "lanes":
      case "reduce": {
        const runner = { lane: stmt.lane, dealing: this.dealingOf(stmt) };
        const inner = stmt.body.flatMap((s) => this.ofLaneStatement(s, runner));
        const sums =
          stmt.kind === "reduce" ? stmt.accumulators.flatMap(({ value }) => this.ofValue(value, runner)) : [];
        return [...inner, ...sums];
      }
      default:
        return stmt satisfies never;
    }
  }

  /** Of an expression, by default one that all invocations compute. */
  ofValue(value: Expr, runner: Runner = {}): Access[] {
    if (value.kind === "op") return value.args.flatMap((arg) => this.ofValue(arg, runner));
    if (value.kind === "cast") return this.ofValue(value.arg, runner);
    if (value.kind !== "load") return [];
    return [...this.access(value.memory, value.index, false, runner), ...this.ofValue(value.index, runner)];
  }

  private ofLaneStatement(stmt: LaneStmt, runner: Runner): Access[] {
    switch (stmt.kind) {
      case "let":
      case "set":
        return this.ofValue(stmt.value, runner);
      case "store": {
        const { memory, index, value, condition } = stmt;
        const read = [index, value, ...(condition === undefined ? [] : [condition])];
        return [...read.flatMap((e) => this.ofValue(e, runner)), ...this.access(memory, index, true, runner)];
      }
      case "loop":
        return [...this.ofValue(stmt.count, runner), ...stmt.body.flatMap((s) => this.ofLaneStatement(s, runner))];
      case "if":
        return [...this.ofValue(stmt.condition, runner), ...stmt.body.flatMap((s) => this.ofLaneStatement(s, runner))];
      default:
        return stmt satisfies never;
    }
  }

  private access(memory: Memory, index: Expr, isWrite: boolean, { lane, isFirst, dealing = "" }: Runner): Access[] {
    // Elements of a buffer that is only written are each written by one lane.
    if (memory.kind === "buffer" && memory.access !== "readwrite") return [];
    const name = memory.kind === "buffer" ? `b${memory.index}` : `s${memory.index}`;
    const space = memory.kind === "buffer" ? "storage" : "workgroup";
    if (isFirst === true) return [{ name, space, isWrite, owner: "first", isStable: true }];
    const offset = lane === undefined ? undefined : this.offset(index, lane);
    const owner = offset === undefined ? undefined : `${dealing}${offset.text}`;
    return [{ name, space, isWrite, owner, isStable: offset?.isStable ?? true }];
  }

  /** The part of an index beside the lane, if the index is the sum of both and that part is the same for all lanes. */
  private offset(index: Expr, lane: Var): { text: string; isStable: boolean } | undefined {
    const terms = termsOf(index);
    const others = terms.filter((term) => term !== lane);
    if (others.length !== terms.length - 1) return undefined;
    const vars = new Set<number>();
    if (!others.every((term) => isPlain(term, vars))) return undefined;
    if ([...vars].some((id) => this.mutable.has(id))) return undefined;
    const text = others.map((term) => JSON.stringify(term)).join("+");
    return { text, isStable: [...vars].every((id) => this.stable.has(id)) };
  }
}

function termsOf(e: Expr): Expr[] {
  return e.kind === "op" && e.op === "add" ? e.args.flatMap(termsOf) : [e];
}

/** True for what is computed from uniform names, parameters and constants alone; notes the names. */
function isPlain(e: Expr, vars: Set<number>): boolean {
  if (e.kind === "op") return e.args.every((arg) => isPlain(arg, vars));
  if (e.kind === "cast") return isPlain(e.arg, vars);
  if (e.kind === "var") vars.add(e.id);
  return e.kind === "const" || e.kind === "param" || (e.kind === "var" && e.isUniform);
}

function noteMutable(body: readonly Stmt[], found: Set<number>): void {
  for (const stmt of body) {
    if (stmt.kind === "let" && stmt.isMutable) found.add(stmt.target.id);
    if (stmt.kind === "loop") noteMutable(stmt.body, found);
    if (stmt.kind === "if") noteMutable([...stmt.body, ...stmt.otherwise], found);
  }
}
