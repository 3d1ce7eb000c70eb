/**
 * @file Rendered kernels on a device, against the interpreter: all constructs, alone and combined at random, with one
 * program in a workgroup and with several.
 */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k, type Var } from "@adjoint/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomKernel, randomRun } from "../../backend-cpu/test/codegen/random-kernel.ts";
import { type RenderOptions, renderWgsl } from "../src/wgsl/render.ts";
import { expectSame } from "./support/compare-kernel.ts";
import { TestDevice } from "./support/device.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

/** Few, since software adapters take long to compile them; the CPU backend runs more of the same. */
const KERNELS = 4;

/**
 * The device as it is; as one without subgroups; and as a GPU, where a workgroup has several of them. A software adapter
 * is none, but its subgroups may be combined in the same way.
 */
const DEVICES: Readonly<Record<string, () => RenderOptions>> = {
  "as it is": () => device.traits,
  "without subgroups": () => ({ ...device.traits, hasSubgroups: false }),
  "with several subgroups in a workgroup": () => ({ ...device.traits, subgroupMaxSize: 128 }),
};

test(`${KERNELS} random kernels`, { timeout: 300_000 }, async () => {
  for (let seed = 1; seed <= KERNELS; seed++) {
    await expectSame(device, randomKernel(seed), randomRun(seed));
  }
});

interface Parts {
  readonly b: KernelBuilder;
  readonly row: Var;
  readonly x: BufferParam;
  readonly out: BufferParam;
  readonly at: (lane: Expr) => Expr;
}

const COLUMNS = 9;

/** Rows of nine columns, of which 16 invocations take one; four rows then share a workgroup, if nothing forbids it. */
function rows(body: (parts: Parts) => void): Kernel {
  return buildKernel("rows", (b) => {
    const row = b.gridIndex("row");
    const x = b.input("x", "f32");
    const out = b.buffer("out", "f32", "readwrite");
    body({ b, row, x, out, at: (lane) => k.add(k.mul(row, COLUMNS), lane) });
  });
}

const sumOf = ({ b, x, at }: Parts, name = "sum"): Var => b.reduce(name, "sum", COLUMNS, (lane) => b.load(x, at(lane)));

/** By name: the body, and how many programs should share a workgroup. */
const BODIES: Readonly<Record<string, readonly [programs: number, body: (parts: Parts) => void]>> = {
  "one lane block": [4, ({ b, x, out, at }) => b.lanes(COLUMNS, (lane) => b.store(out, at(lane), b.load(x, at(lane))))],
  "sums, maxima and a map": [
    4,
    (parts) => {
      const { b, x, out, at } = parts;
      const sum = sumOf(parts);
      const { top, count } = b.reduceAll(COLUMNS, (lane) => ({
        top: { op: "max", value: b.load(x, at(lane)) },
        count: { op: "sum", value: k.cast(k.lt(b.load(x, at(lane)), 0), "f32") },
      }));
      b.lanes(COLUMNS, (lane) => b.store(out, at(lane), k.add(k.mul(k.sub(b.load(x, at(lane)), top), count), sum)));
    },
  ],
  "a result stored once": [4, (parts) => parts.b.store(parts.out, parts.row, sumOf(parts))],
  "a repeated sum, in a loop": [
    4,
    (parts) => {
      const { b, out, at } = parts;
      b.loop("i", 3, (i) => {
        const sum = sumOf(parts);
        b.lanes(COLUMNS, (lane) => b.store(out, at(lane), k.add(k.add(b.load(out, at(lane)), sum), k.cast(i, "f32"))));
      });
    },
  ],
  "shared rows, read across lanes": [
    4,
    ({ b, x, out, at }) => {
      const kept = b.shared("kept", "f32", COLUMNS);
      b.lanes(COLUMNS, (lane) => b.store(kept, lane, b.load(x, at(lane))));
      b.lanes(COLUMNS, (lane) => b.store(out, at(lane), b.load(kept, k.sub(COLUMNS - 1, lane))));
    },
  ],
  "steps as many as the row says": [
    1,
    (parts) => {
      const { b, row, out } = parts;
      b.loop("i", k.mod(row, 3), () => b.store(out, row, k.add(b.load(out, row), sumOf(parts))));
    },
  ],
  "a branch that the row decides": [
    1,
    (parts) => {
      const { b, row, out, x } = parts;
      const then = (): void => b.store(out, row, sumOf(parts));
      b.if(k.lt(row, 3), then, () => b.store(out, row, b.load(x, row)));
    },
  ],
  "a count that was computed": [
    1,
    (parts) => {
      const { b, row, out, at, x } = parts;
      b.store(out, row, k.abs(b.load(x, row)));
      const count = b.let("count", k.mod(k.cast(b.load(out, row), "i32"), COLUMNS));
      b.lanes(count, (lane) => b.store(out, at(lane), k.cast(lane, "f32")));
    },
  ],
  "nothing but a program": [64, ({ b, row, x, out }) => b.store(out, row, k.mul(b.load(x, row), 3))],
};

describe("programs in a workgroup", () => {
  test.each(Object.entries(BODIES))("%s", async (name, [programs, body]) => {
    const kernel = rows(body);
    expect(renderWgsl(kernel, { maxWorkgroupSize: 256, hasF16: false }).programsPerGroup).toBe(programs);
    for (const count of name.startsWith("a count") ? [1] : [1, 4, 7]) {
      const x = Array.from({ length: COLUMNS * count }, (_, i) => ((i * 7) % 31) - 15);
      for (const traits of Object.values(DEVICES))
        await expectSame(device, kernel, { buffers: [x, x.map((v) => v * 2)], grid: [count] }, traits());
    }
  });
});

/** Long enough for two levels of parts; every reduction is needed by the next, in each turn of the loop. */
const longRows = buildKernel("long", (b) => {
  const row = b.gridIndex("row");
  const x = b.input("x", "i32");
  const out = b.buffer("out", "i32", "readwrite");
  const kept = b.shared("kept", "i32", 300);
  const at = (lane: Expr): Expr => k.add(k.mul(row, 300), lane);
  b.lanes(300, (lane) => b.store(kept, lane, b.load(x, at(lane))));
  b.loop("turn", 3, (turn) => {
    const { sum, top } = b.reduceAll(300, (lane) => ({
      sum: { op: "sum", value: b.load(kept, lane) },
      top: { op: "max", value: k.mul(b.load(kept, k.sub(299, lane)), turn) },
    }));
    const any = b.reduce("any", "sum", 300, (lane) => k.eq(b.load(kept, lane), top));
    const least = b.reduce("least", "min", 300, (lane) => k.sub(b.load(kept, lane), sum));
    b.lanes(300, (lane) => b.store(kept, lane, k.add(k.sub(least, lane), k.cast(any, "i32"))));
  });
  b.lanes(300, (lane) => b.store(out, at(lane), b.load(kept, k.sub(299, lane))));
});

test.each(Object.entries(DEVICES))("reductions of long rows, %s", async (_, traits) => {
  const x = Array.from({ length: 900 }, (_, i) => ((i * 37) % 101) - 50);
  await expectSame(device, longRows, { buffers: [x, x], grid: [3] }, traits());
});

test("three grid indices, and programs beyond the last", async () => {
  const kernel = buildKernel("grid", (b) => {
    const [i, j, m] = [b.gridIndex("i"), b.gridIndex("j"), b.gridIndex("m")];
    const out = b.output("out", "i32");
    const at = k.add(k.mul(k.add(k.mul(i, 3), j), 4), m);
    b.store(out, at, k.add(k.add(k.mul(i, 100), k.mul(j, 10)), m), { isGuarded: true });
  });
  await expectSame(device, kernel, { buffers: [new Array(20).fill(0)], grid: [2, 3, 4] });
});

test("guarded loads and stores", async () => {
  const kernel = buildKernel("guarded", (b) => {
    b.gridIndex("g");
    const x = b.input("x", "i32");
    const out = b.output("out", "i32");
    b.lanes(12, (lane) => b.store(out, k.sub(lane, 3), b.load(x, k.sub(k.mul(lane, 2), 4), true), { isGuarded: true }));
  });
  await expectSame(device, kernel, {
    buffers: [
      [1, 2, 3, 4, 5],
      [9, 9, 9, 9, 9, 9, 9],
    ],
    grid: [1],
  });
});
