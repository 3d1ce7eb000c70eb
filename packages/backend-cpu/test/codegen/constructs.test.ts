/** @file Every construct of the kernel language, against the interpreter, with lane counts around the vector width. */
import {
  buildKernel,
  type Expr,
  type Kernel,
  type KernelBuilder,
  k,
  type ReduceOp,
  type ValueType,
  type Var,
} from "@adjoint/core";
import { roundToHalf } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";
import { findDifference } from "./compare.ts";
import { runKernel } from "./run-kernel.ts";

const SIZE = 64;
const COUNTS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33];
const i32 = (value: number): Expr => k.constant(value, "i32");
const f32 = (value: number): Expr => k.constant(value, "f32");

/** Distinct whole numbers that float32 sums exactly. */
const ramp = (length: number): number[] => Array.from({ length }, (_, i) => ((i * 7) % 31) - 15);

interface Arguments {
  readonly b: KernelBuilder;
  readonly g: Var;
  readonly x: ReturnType<KernelBuilder["input"]>;
  readonly out: ReturnType<KernelBuilder["output"]>;
  readonly n: Expr;
}

/** A kernel from x[64] and a count n to out[64], with two programs that have 32 elements each. */
function kernelOf(body: (args: Arguments) => void, type: ValueType = "f32"): Kernel {
  return buildKernel("test", (b) => {
    const g = b.gridIndex("g");
    const x = b.input("x", type);
    const out = b.buffer("out", type, "readwrite");
    const n = b.param("n", "i32");
    body({ b, g, x, out, n });
  });
}

function check(kernel: Kernel, counts: readonly number[] = COUNTS, grid: readonly number[] = [2]): void {
  for (const n of counts) {
    const buffers = [ramp(SIZE), new Array<number>(SIZE).fill(-1)];
    expect(findDifference(kernel, { buffers, params: [n], grid }), `n = ${n}`).toBe(undefined);
  }
}

const half = (g: Var, at: Expr): Expr => k.add(k.mul(g, 32), at);
/** Counts up to the 32 elements of a program. */
const SHORT = COUNTS.filter((n) => n <= 32);

describe("lanes and loads", () => {
  test("contiguous", () => {
    check(
      kernelOf(({ b, g, x, out, n }) => b.lanes(n, (l) => b.store(out, half(g, l), b.load(x, half(g, l))))),
      SHORT,
    );
  });

  test("constant counts", () => {
    for (const count of SHORT) {
      check(
        kernelOf(({ b, g, x, out }) => b.lanes(count, (l) => b.store(out, half(g, l), b.load(x, half(g, l))))),
        [0],
      );
    }
  });

  test.each([2, 3, -1, -2])("stride %d", (stride) => {
    const start = stride < 0 ? SIZE - 1 : 0;
    const at = (l: Expr): Expr => k.add(k.mul(l, stride), start);
    check(
      kernelOf(({ b, x, out, n }) => b.lanes(n, (l) => b.store(out, l, b.load(x, at(l))))),
      [0, 3, 4, 5, 9, 21],
      [1],
    );
    check(
      kernelOf(({ b, x, out, n }) => b.lanes(n, (l) => b.store(out, at(l), b.load(x, l)))),
      [0, 3, 4, 5, 9, 21],
      [1],
    );
  });

  test("gather and scatter", () => {
    const at = (l: Expr): Expr => k.mod(k.mul(l, 5), i32(SIZE));
    check(
      kernelOf(({ b, x, out, n }) => b.lanes(n, (l) => b.store(out, l, b.load(x, at(l))))),
      COUNTS,
      [1],
    );
    check(
      kernelOf(({ b, x, out, n }) => b.lanes(n, (l) => b.store(out, at(l), b.load(x, l)))),
      COUNTS,
      [1],
    );
  });

  test("indices from memory, and uniform loads", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      const first = b.let("first", k.cast(k.add(b.load(x, g), 15), "i32"));
      b.lanes(n, (l) => {
        const index = b.let("index", k.cast(k.add(b.load(x, l), 15), "i32"));
        b.store(out, half(g, l), k.add(b.load(x, index), b.load(x, first)));
      });
    });
    check(kernel, SHORT);
  });

  test.each([0, -3, -70, 57, 58, 59, 60, 63, 64, 1000])("guarded from %d on", (start) => {
    const ways: ((l: Expr) => Expr)[] = [
      (l) => k.add(l, start),
      (l) => k.sub(i32(start), l),
      (l) => k.add(k.mul(l, 3), start),
      (l) => k.add(k.idiv(l, i32(2)), start),
    ];
    for (const at of ways) {
      check(
        kernelOf(({ b, x, out, n }) => b.lanes(n, (l) => b.store(out, l, b.load(x, at(l), true)))),
        COUNTS,
        [1],
      );
    }
    for (const at of ways.slice(0, 3)) {
      const store = kernelOf(({ b, x, out, n }) =>
        b.lanes(n, (l) => b.store(out, at(l), b.load(x, l), { isGuarded: true })),
      );
      check(store, COUNTS, [1]);
    }
    const uniform = kernelOf(({ b, x, out }) => {
      b.store(out, 0, b.load(x, i32(start), true));
      b.store(out, i32(start), f32(5), { isGuarded: true });
    });
    check(uniform, [0], [1]);
  });

  test("conditional stores, guarded and not", () => {
    for (const isGuarded of [false, true]) {
      for (const limit of [-20, 0, 20]) {
        const kernel = kernelOf(({ b, x, out, n }) =>
          b.lanes(n, (l) => {
            const value = b.load(x, l);
            b.store(out, l, k.neg(value), { isGuarded, condition: k.lt(value, limit) });
            b.store(out, k.sub(i32(SIZE - 1), l), value, { isGuarded, condition: k.lt(l, 30) });
          }),
        );
        check(kernel, SHORT, [1]);
      }
    }
  });
});

describe("statements", () => {
  test("a load behind a store sees it", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) =>
      b.lanes(n, (l) => {
        const at = half(g, l);
        b.store(out, at, b.load(x, at));
        b.store(out, at, k.add(b.load(out, at), 1));
        const before = b.let("before", b.load(out, at));
        b.store(out, at, k.mul(before, 2));
        b.store(out, at, k.sub(b.load(out, at), before));
      }),
    );
    check(kernel, SHORT);
  });

  test("variables, in lanes and outside", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      const scale = b.variable("scale", f32(1));
      b.lanes(n, (l) => {
        const v = b.variable("v", b.load(x, half(g, l)));
        const old = b.let("old", v);
        b.set(v, k.add(v, scale));
        b.set(v, k.mul(v, v));
        b.store(out, half(g, l), k.sub(v, old));
      });
      b.set(scale, k.add(scale, 2));
      b.lanes(n, (l) => b.store(out, half(g, l), k.mul(b.load(out, half(g, l)), scale)));
    });
    check(kernel, SHORT);
  });

  test("loops in lanes and around them, with uniform and varying counts", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      b.loop("i", 3, (i) => {
        b.lanes(n, (l) => {
          const sum = b.variable("sum", f32(0));
          b.loop("j", k.add(i, 1), (j) => {
            b.loop("m", 2, (m) => b.set(sum, k.add(k.mul(sum, 2), b.load(x, k.add(k.add(l, j), m)))));
          });
          const at = half(g, l);
          b.store(out, at, k.add(b.load(out, at), sum));
        });
      });
      b.lanes(n, (l) => {
        const sum = b.variable("sum", f32(0));
        b.loop("j", k.mod(l, i32(4)), (j) => b.set(sum, k.add(sum, b.load(x, k.add(l, j)))));
        b.store(out, half(g, l), k.add(b.load(out, half(g, l)), sum));
      });
    });
    check(kernel, SHORT);
  });

  test("a loop of no runs touches nothing", () => {
    const kernel = kernelOf(({ b, x, out, n }) => {
      const far = b.let("far", k.mul(k.sub(n, 1), 2 ** 29 - 1));
      b.loop("i", k.sub(n, 1), () => b.store(out, 1, b.load(x, far)));
      b.lanes(k.sub(n, 1), (l) => b.store(out, l, b.load(x, far)));
      b.if(k.lt(i32(1), n), () => b.store(out, 2, b.load(x, far)));
    });
    check(kernel, [1, 0], [1]);
  });

  test("conditions, uniform with else, and by lane", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      b.if(
        k.lt(i32(4), n),
        () => b.lanes(n, (l) => b.store(out, half(g, l), b.load(x, l))),
        () => b.store(out, half(g, i32(31)), f32(7)),
      );
      b.lanes(n, (l) => {
        const v = b.variable("v", b.load(x, l));
        b.if(k.lt(v, 0), () => {
          b.set(v, k.neg(v));
          b.if(k.lt(v, 5), () => b.store(out, half(g, l), v));
        });
        b.if(k.lt(n, 8), () => b.set(v, k.add(v, 100)));
        b.store(out, half(g, l), v, { condition: k.lt(i32(3), l) });
      });
      b.lanes(n, (l) => {
        b.if(k.lt(n, 8), () => b.store(out, half(g, l), k.add(b.load(out, half(g, l)), 1)));
      });
    });
    check(kernel, SHORT);
  });

  test("shared arrays", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      const first = b.shared("first", "f32", 33);
      const second = b.shared("second", "i32", 33);
      b.lanes(n, (l) => {
        b.store(first, l, b.load(x, half(g, l)));
        b.store(second, l, k.sub(k.sub(n, 1), l));
      });
      b.loop("i", 3, (i) => {
        b.lanes(n, (l) => {
          const from = b.load(second, l);
          b.store(out, half(g, l), k.add(b.load(first, from), b.load(first, k.sub(l, 1), true)));
        });
        b.lanes(n, (l) => b.store(first, l, k.add(b.load(out, half(g, l)), k.cast(i, "f32"))));
      });
    });
    check(kernel, SHORT);
  });

  test("three grid indices", () => {
    const kernel = buildKernel("grid", (b) => {
      const [i, j, m] = [b.gridIndex("i"), b.gridIndex("j"), b.gridIndex("m")];
      const out = b.output("out", "i32");
      const at = k.add(k.mul(k.add(k.mul(i, 3), j), 4), m);
      b.store(out, at, k.add(k.add(k.mul(i, 100), k.mul(j, 10)), m));
    });
    expect(findDifference(kernel, { buffers: [new Array(24).fill(0)], grid: [2, 3, 4] })).toBe(undefined);
  });
});

describe("reductions", () => {
  const types: readonly [ValueType, readonly ReduceOp[]][] = [
    ["f32", ["sum", "max", "min"]],
    ["f64", ["sum", "prod", "max", "min"]],
    ["i32", ["sum", "prod", "max", "min"]],
    ["u32", ["sum", "prod", "max", "min"]],
    ["bool", ["max", "min"]],
  ];
  test.each(types.flatMap(([type, ops]) => ops.map((op) => [op, type] as const)))("%s of %s", (op, type) => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      b.store(
        out,
        g,
        b.reduce("r", op, n, (l) => b.load(x, half(g, l))),
      );
    }, type);
    for (const n of SHORT) {
      const values = ramp(SIZE).map((v) => (type === "u32" ? v >>> 0 : type === "bool" ? Number(v > 0) : v || 1));
      for (const x of [values, values.map(() => values[0] ?? 0)]) {
        const buffers = [x, new Array<number>(SIZE).fill(0)];
        expect(findDifference(kernel, { buffers, params: [n], grid: [2] }), `n = ${n}`).toBe(undefined);
      }
    }
  });

  test("NaN wins over any number", () => {
    for (const op of ["max", "min"] as const) {
      const kernel = kernelOf(({ b, x, out, n }) =>
        b.store(
          out,
          0,
          b.reduce("r", op, n, (l) => b.load(x, l)),
        ),
      );
      for (let at = 0; at < 33; at++) {
        const x = ramp(SIZE);
        x[at] = NaN;
        expect(findDifference(kernel, { buffers: [x, new Array(SIZE).fill(0)], params: [33], grid: [1] })).toBe(
          undefined,
        );
      }
    }
  });

  test("several at once, with stores, variables and loops in the body", () => {
    const kernel = kernelOf(({ b, g, x, out, n }) => {
      const { top, total } = b.reduceAll(n, (l) => {
        const sum = b.variable("sum", b.load(x, half(g, l)));
        b.loop("i", 2, (i) => b.set(sum, k.add(sum, k.cast(k.add(l, i), "f32"))));
        b.store(out, half(g, l), sum);
        return { top: { op: "max", value: sum }, total: { op: "sum", value: k.mul(sum, sum) } };
      });
      b.lanes(n, (l) => b.store(out, half(g, l), k.add(k.sub(b.load(out, half(g, l)), top), total)));
    });
    check(kernel, SHORT);
  });

  test("a repeated reduction starts anew", () => {
    const kernel = kernelOf(({ b, x, out, n }) => {
      b.loop("i", 3, (i) => {
        const total = b.reduce("total", "sum", n, (l) => k.mul(b.load(x, l), k.cast(i, "f32")));
        b.store(out, i, total);
      });
    });
    check(kernel, COUNTS, [1]);
  });
});

describe("storage of 16-bit floats", () => {
  const copy = (from: "f16" | "f32", to: "f16" | "f32", at = (l: Expr): Expr => l): Kernel =>
    buildKernel("half", (b) => {
      b.gridIndex("g");
      const n = b.param("n", "i32");
      const x = b.input("x", from);
      const out = b.output("out", to);
      b.lanes(n, (l) => b.store(out, at(l), b.load(x, at(l))));
    });

  /** The value of f16 bits. */
  function halfValue(bits: number): number {
    const sign = bits & 0x8000 ? -1 : 1;
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
  }

  test("all bit patterns widen exactly and come back, contiguous and not", () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
    for (const at of [(l: Expr) => l, (l: Expr) => k.sub(i32(65535), l), (l: Expr) => k.xor(l, 5)]) {
      const wide = new Float32Array(65536);
      const back = new Uint16Array(65536);
      runKernel(copy("f16", "f32", at), { buffers: [bits, wide], params: [65536], grid: [1] });
      runKernel(copy("f32", "f16", at), { buffers: [wide, back], params: [65536], grid: [1] });
      const wrong = bits.findIndex((b, i) => {
        const value = halfValue(b);
        if (Number.isNaN(value)) return !Number.isNaN(wide[i]) || !Number.isNaN(halfValue(back[i] ?? 0));
        return !Object.is(wide[i], value) || back[i] !== b;
      });
      expect(wrong).toBe(-1);
    }
  });

  test("rounds to nearest, half to even", () => {
    const values = [
      65504,
      65519.99,
      65520,
      1e9,
      2 ** -24,
      2 ** -25,
      2 ** -25 * 1.01,
      2 ** -14 - 2 ** -26,
      1 + 2 ** -11,
    ];
    const more = Array.from({ length: 500 }, (_, i) => (1 + i / 333) * 2 ** ((i % 45) - 27));
    const x = Float32Array.from([...values, ...more].flatMap((v) => [v, -v, 1 + 3 * 2 ** -11]));
    const out = new Uint16Array(x.length);
    runKernel(copy("f32", "f16"), { buffers: [x, out], params: [x.length], grid: [1] });
    const wrong = x.findIndex((v, i) => !Object.is(halfValue(out[i] ?? 0), roundToHalf(v)));
    expect(wrong, `${x[wrong]} became ${halfValue(out[wrong] ?? 0)}`).toBe(-1);
  });

  test.each(SHORT)("%d lanes, guarded", (n) => {
    const kernel = buildKernel("half", (b) => {
      b.gridIndex("g");
      const x = b.input("x", "f16");
      const out = b.output("out", "f16");
      b.lanes(n, (l) => b.store(out, k.sub(l, 2), b.load(x, k.add(l, 3), true), { isGuarded: true }));
    });
    const x = Uint16Array.from({ length: 20 }, (_, i) => 0x3c00 + i);
    const out = new Uint16Array(12).fill(1);
    runKernel(kernel, { buffers: [x, out], grid: [1] });
    const expected = Array.from(out, (_, i) => (i + 2 < n ? (x[i + 5] ?? 0) : 1));
    expect([...out]).toEqual(expected);
  });
});
