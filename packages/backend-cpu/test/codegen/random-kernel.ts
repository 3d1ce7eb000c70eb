/**
 * @file Random kernels: nested statements of every kind over a few variables, made so that they are free of races and of
 * unguarded indices out of range. Numbers stay whole and small, so that sums are exact in any order.
 */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k, type Var } from "@adjoint/core";

/** Numbers from 0 to 1, the same for the same seed. */
export function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return ((state >>> 8) & 0xffff) / 0x10000;
  };
}

const ELEMENTS = 32;
const PROGRAMS = 3;

class RandomKernel {
  private readonly b: KernelBuilder;
  private readonly random: () => number;
  private readonly g: Var;
  private readonly x: BufferParam;
  private readonly whole: BufferParam;
  private readonly out: BufferParam;
  private readonly count: Expr;
  /** Values in sight, floats and integers. */
  private floats: Expr[] = [];
  private integers: Expr[] = [];
  private variables: Var[] = [];
  private lane: Var | undefined;
  private depth = 0;

  constructor(b: KernelBuilder, random: () => number) {
    this.b = b;
    this.random = random;
    this.g = b.gridIndex("g");
    this.x = b.input("x", "f32");
    this.whole = b.input("whole", "i32");
    this.out = b.buffer("out", "f32", "readwrite");
    this.count = b.param("n", "i32");
    this.floats = [b.param("a", "f32"), k.constant(2, "f32")];
    this.integers = [this.g, this.count];
  }

  program(): void {
    for (let i = 0; i < 4; i++) this.statement();
  }

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  private chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** Keeps float values whole and below 2^10 in size. */
  private tame(e: Expr): Expr {
    return k.cast(k.mod(k.cast(e, "i32"), k.constant(17, "i32")), "f32");
  }

  private integer(depth: number): Expr {
    const leaf = (): Expr =>
      this.chance(0.3) ? k.constant(Math.floor(this.random() * 9) - 3, "i32") : this.pick(this.integers);
    if (depth <= 0) return leaf();
    const [a, b] = [this.integer(depth - 1), this.integer(depth - 1)];
    const ways = [
      () => k.add(a, b),
      () => k.sub(a, b),
      () => k.mul(a, this.chance(0.5) ? k.constant(3, "i32") : b),
      () => k.idiv(a, b),
      () => k.mod(a, b),
      () => k.max(a, b),
      () => k.where(k.lt(a, b), b, a),
      () => k.shr(a, k.constant(1, "i32")),
      () => k.cast(this.float(depth - 1), "i32"),
      () => k.load(this.whole, k.add(a, this.pick([0, 1, -1])), true),
      leaf,
    ];
    return this.pick(ways)();
  }

  private float(depth: number): Expr {
    if (depth <= 0) return this.pick([...this.floats, ...this.variables]);
    const [a, b] = [this.float(depth - 1), this.float(depth - 1)];
    const own = this.own();
    const ways = [
      () => k.add(a, b),
      () => k.sub(a, b),
      () => this.tame(k.mul(a, b)),
      () => k.max(a, b),
      () => k.min(a, k.neg(b)),
      () => k.where(this.condition(depth - 1), a, b),
      () => k.cast(this.condition(depth - 1), "f32"),
      () => this.tame(k.cast(this.integer(depth - 1), "f32")),
      () => k.load(this.x, this.integer(depth - 1), true),
      () => k.load(this.x, k.add(own, this.pick([0, 3])), true),
      () => k.load(this.x, own),
      () => this.b.load(this.out, own),
    ];
    return this.pick(ways)();
  }

  private condition(depth: number): Expr {
    const first = this.chance(0.5)
      ? k.lt(this.float(depth), this.float(depth))
      : k.le(this.integer(depth), this.integer(depth));
    if (this.chance(0.7)) return first;
    return this.pick([k.not, (c: Expr) => k.and(c, k.eq(this.integer(0), 1)), (c: Expr) => k.xor(c, first)])(first);
  }

  /** The element that belongs to this lane, or outside of lanes to this program. */
  private own(): Expr {
    return k.add(k.mul(this.g, ELEMENTS), this.lane ?? k.constant(ELEMENTS - 1, "i32"));
  }

  private statement(): void {
    const simple = [() => this.declare(), () => this.assign(), () => this.store()];
    const nested = [
      () => this.loop(),
      () => this.condition1(),
      ...(this.lane === undefined ? [() => this.lanes(), () => this.reduce()] : []),
    ];
    this.pick(this.depth < 3 ? [...simple, ...nested, ...nested] : simple)();
  }

  private declare(): void {
    if (this.chance(0.4)) this.variables.push(this.b.variable("v", this.tame(this.float(2))));
    else if (this.chance(0.5)) this.floats.push(this.b.let("f", this.tame(this.float(2))));
    else this.integers.push(this.b.let("i", this.integer(2)));
  }

  private assign(): void {
    if (this.variables.length === 0) this.declare();
    else this.b.set(this.pick(this.variables), this.tame(this.float(3)));
  }

  private store(): void {
    const condition = this.chance(0.3) ? { condition: this.condition(1) } : {};
    this.b.store(this.out, this.own(), this.tame(this.float(3)), { isGuarded: this.chance(0.3), ...condition });
  }

  private loop(): void {
    const count = this.chance(0.5) ? k.constant(2, "i32") : k.mod(this.integer(1), k.constant(3, "i32"));
    this.b.loop("j", count, (index) => this.inside(() => this.integers.push(index)));
  }

  private condition1(): void {
    const condition = this.condition(1);
    const then = (): void => this.inside(() => undefined);
    if (this.lane === undefined && this.chance(0.5)) this.b.if(condition, then, then);
    else this.b.if(condition, then);
  }

  private lanes(): void {
    const count = this.chance(0.3) ? k.constant(Math.floor(this.random() * 12), "i32") : this.count;
    this.b.lanes(count, (lane) => this.inLanes(lane, () => this.inside(() => undefined)));
  }

  private reduce(): void {
    const results = this.b.reduceAll(this.count, (lane) => {
      let value: Expr = this.g;
      this.inLanes(lane, () => {
        if (this.chance(0.3)) this.inside(() => undefined);
        value = this.tame(this.float(2));
      });
      return { total: { op: "sum", value }, top: { op: this.pick(["max", "min"] as const), value } };
    });
    this.floats.push(this.tame(results.total), k.max(results.top, -100));
  }

  private inLanes(lane: Var, body: () => void): void {
    // Variables of the program cannot be set in lanes: they are seen as values there.
    const [variables, floats, integers] = [this.variables, this.floats, this.integers];
    this.floats = [...floats, ...variables];
    this.integers = [...integers, lane, lane];
    this.variables = [];
    this.lane = lane;
    body();
    this.lane = undefined;
    [this.variables, this.floats, this.integers] = [variables, floats, integers];
  }

  /** A body: what it declares is not seen behind it. */
  private inside(start: () => void): void {
    const [variables, floats, integers] = [[...this.variables], [...this.floats], [...this.integers]];
    this.depth++;
    start();
    for (let i = 0; i < 3; i++) this.statement();
    this.depth--;
    [this.variables, this.floats, this.integers] = [variables, floats, integers];
  }
}

/** A kernel of buffers x (f32), whole (i32), out (f32), each of PROGRAMS · ELEMENTS, and params n (< ELEMENTS) and a. */
export function randomKernel(seed: number): Kernel {
  return buildKernel(`random${seed}`, (b) => new RandomKernel(b, randomSource(seed)).program());
}

/** What a random kernel is run with. */
export function randomRun(seed: number): { buffers: number[][]; params: number[]; grid: number[] } {
  const random = randomSource(seed ^ 0x5eed);
  const size = ELEMENTS * PROGRAMS;
  const whole = (low: number, high: number): number[] =>
    Array.from({ length: size }, () => Math.floor(low + random() * (high - low)));
  const buffers = [whole(-20, 20), whole(-5, size), whole(0, 10)];
  return { buffers, params: [Math.floor(random() * (ELEMENTS - 1)), 3], grid: [PROGRAMS] };
}
