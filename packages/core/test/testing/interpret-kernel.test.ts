/** @file The kernel interpreter on small kernels whose results are worked out by hand. */
import { buildKernel, k } from "@adjoint/core";
import { interpretKernel } from "@adjoint/core/testing";
import { describe, expect, test } from "vitest";

test("programs, lanes, params and guards", () => {
  const kernel = buildKernel("axpy", (b) => {
    const g = b.gridIndex("g");
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    const a = b.param("a", "f32");
    b.lanes(4, (lane) => {
      const i = k.add(k.mul(g, 4), lane);
      // Reads beyond the end give 0, writes there are dropped.
      b.store(out, i, k.add(k.mul(a, b.load(x, k.add(i, 1), true)), 1), { isGuarded: true });
    });
  });
  const out = new Float32Array(6);
  interpretKernel(kernel, { buffers: [Float32Array.of(0, 1, 2, 3, 4, 5), out], params: [10], grid: [2], mode: "f32" });
  expect([...out]).toEqual([11, 21, 31, 41, 51, 1]);
});

test("two grid indices: the last one runs fastest", () => {
  const kernel = buildKernel("grid", (b) => {
    const row = b.gridIndex("row");
    const column = b.gridIndex("column");
    b.store(b.output("out", "i32"), k.add(k.mul(row, 3), column), k.add(k.mul(row, 10), column));
  });
  const out = new Int32Array(6);
  interpretKernel(kernel, { buffers: [out], params: [], grid: [2, 3], mode: "f32" });
  expect([...out]).toEqual([0, 1, 2, 10, 11, 12]);
});

test("reductions: several at once, their identities, and lane loops", () => {
  const kernel = buildKernel("reduce", (b) => {
    b.gridIndex("g");
    const x = b.input("x", "f32");
    const out = b.output("out", "f32");
    const count = b.param("count", "i32");
    const { total, most } = b.reduceAll(count, (lane) => {
      const sum = b.variable("sum", k.constant(0, "f32"));
      b.loop("j", 2, (j) => b.set(sum, k.add(sum, b.load(x, k.add(k.mul(lane, 2), j)))));
      return { total: { op: "sum", value: sum }, most: { op: "max", value: sum } };
    });
    b.store(out, 0, total);
    b.store(out, 1, most);
  });
  const run = (count: number): number[] => {
    const out = new Float32Array(2);
    interpretKernel(kernel, {
      buffers: [Float32Array.of(1, 2, 5, -1, 2, 3), out],
      params: [count],
      grid: [1],
      mode: "f32",
    });
    return [...out];
  };
  expect(run(3)).toEqual([12, 5]);
  expect(run(0)).toEqual([0, Number.NEGATIVE_INFINITY]);
});

test("shared memory behind a barrier, uniform ifs and conditional stores", () => {
  const kernel = buildKernel("reverse", (b) => {
    const g = b.gridIndex("g");
    const x = b.input("x", "i32");
    const out = b.output("out", "i32");
    const row = b.shared("row", "i32", 4);
    b.if(
      k.eq(g, 0),
      () => {
        b.lanes(4, (lane) => b.store(row, lane, b.load(x, lane)));
        b.lanes(4, (lane) =>
          b.store(out, lane, b.load(row, k.sub(k.constant(3, "i32"), lane)), { condition: k.lt(lane, 3) }),
        );
      },
      () => b.store(out, 3, k.constant(-1, "i32")),
    );
  });
  const out = new Int32Array(4);
  interpretKernel(kernel, { buffers: [Int32Array.of(1, 2, 3, 4), out], params: [], grid: [2], mode: "f32" });
  expect([...out]).toEqual([4, 3, 2, -1]);
});

test("f32 rounds after each operation, f64 does not", () => {
  const kernel = buildKernel("round", (b) => {
    b.gridIndex("g");
    const x = b.load(b.input("x", "f32"), 0);
    b.store(b.output("out", "f32"), 0, k.sub(k.add(x, 1), 1));
  });
  const run = (mode: "f32" | "f64"): number => {
    const out = new Float64Array(1);
    interpretKernel(kernel, { buffers: [Float64Array.of(2 ** -30), out], params: [], grid: [1], mode });
    return out[0] ?? Number.NaN;
  };
  expect([run("f32"), run("f64")]).toEqual([0, 2 ** -30]);
});

test("integers wrap, saturate and reinterpret; f16 storage rounds", () => {
  const kernel = buildKernel("types", (b) => {
    b.gridIndex("g");
    const big = k.cast(b.load(b.input("x", "f32"), 0), "i32");
    const out = b.output("out", "i32");
    b.store(out, 0, big);
    b.store(out, 1, k.add(big, 1));
    b.store(out, 2, k.mul(big, big));
    b.store(out, 3, k.bitcast(k.cast(k.constant(1, "i32"), "f32"), "i32"));
    b.store(b.output("half", "f16"), 0, k.cast(k.sub(big, 2 ** 31 - 1 - 2049), "f32"));
  });
  const out = new Int32Array(4);
  const half = new Float32Array(1);
  interpretKernel(kernel, { buffers: [Float32Array.of(1e20), out, half], params: [], grid: [1], mode: "f32" });
  expect([...out]).toEqual([2 ** 31 - 1, -(2 ** 31), 1, 0x3f800000]);
  expect(half[0]).toBe(2048);
});

describe("what no backend may be asked", () => {
  const run =
    (define: Parameters<typeof buildKernel>[1], sizes: readonly number[], grid = [1]) =>
    () =>
      interpretKernel(buildKernel("bad", define), {
        buffers: sizes.map((size) => new Float32Array(size)),
        params: [],
        grid,
        mode: "f32",
      });

  test("an index outside that is not guarded", () => {
    const bad = run(
      (b) => {
        const g = b.gridIndex("g");
        b.store(b.output("out", "f32"), k.add(g, 2), k.constant(1, "f32"));
      },
      [2],
    );
    expect(bad).toThrow("bad: out[2] outside of [0, 2)");
  });
  test("a lane that reads what another lane of the block wrote", () => {
    const bad = run(
      (b) => {
        b.gridIndex("g");
        const out = b.buffer("out", "f32", "readwrite");
        b.lanes(4, (lane) => b.store(out, lane, b.load(out, k.max(k.sub(lane, 1), 0))));
      },
      [4],
    );
    expect(bad).toThrow("race at out[0]: lane 1 reads what lane 0 wrote in one block");
  });
  test("a lane that writes what another lane of the block read", () => {
    const bad = run(
      (b) => {
        b.gridIndex("g");
        const out = b.buffer("out", "f32", "readwrite");
        b.lanes(4, (lane) => b.store(out, lane, b.load(out, k.min(k.add(lane, 1), 3))));
      },
      [4],
    );
    expect(bad).toThrow("race at out[1]: lane 1 writes what lane 0 touched in one block");
  });
  test("two lanes that write one element of what is never read, in whichever blocks", () => {
    const twice = (access: "write" | "readwrite") =>
      run(
        (b) => {
          b.gridIndex("g");
          const out = b.buffer("out", "f32", access);
          b.lanes(4, (lane) => b.store(out, lane, k.constant(1, "f32")));
          b.lanes(4, (lane) => b.store(out, k.sub(3, lane), k.constant(2, "f32")));
        },
        [4],
      );
    expect(twice("write")).toThrow("race at out[3]: two lanes write to what is never read");
    expect(twice("readwrite")).not.toThrow();
  });
  test("a program that reads or writes what another one wrote", () => {
    const writes = run(
      (b) => {
        b.gridIndex("g");
        b.store(b.output("out", "f32"), 0, k.constant(1, "f32"));
      },
      [1],
      [2],
    );
    expect(writes).toThrow("race at out[0]: program 1 writes what program 0 touched");
    const reads = run(
      (b) => {
        const g = b.gridIndex("g");
        const out = b.buffer("out", "f32", "readwrite");
        b.store(out, g, b.load(out, 0));
      },
      [2],
      [2],
    );
    expect(reads).toThrow("race at out[0]: program 1 reads what program 0 wrote");
  });
  test("shared memory that was not written", () => {
    const bad = run(
      (b) => {
        b.gridIndex("g");
        const row = b.shared("row", "f32", 2);
        b.store(row, 0, k.constant(1, "f32"));
        b.store(b.output("out", "f32"), 0, b.load(row, 1));
      },
      [1],
    );
    expect(bad).toThrow("row[1] is read before it is written");
  });
  test("a read of an output, a write to an input", () => {
    const reads = run(
      (b) => {
        b.gridIndex("g");
        const out = b.output("out", "f32");
        b.store(out, 0, b.load(out, 0));
      },
      [1],
    );
    expect(reads).toThrow("reads the output out");
    const writes = run(
      (b) => {
        b.gridIndex("g");
        b.store(b.input("x", "f32"), 0, k.constant(1, "f32"));
      },
      [1],
    );
    expect(writes).toThrow("writes the input x");
  });
  test("a lane that sets a variable of the program", () => {
    const bad = run((b) => {
      b.gridIndex("g");
      const sum = b.variable("sum", k.constant(0, "f32"));
      b.lanes(2, () => b.set(sum, k.constant(1, "f32")));
    }, []);
    expect(bad).toThrow("a lane sets sum, which is not its own");
  });
});
