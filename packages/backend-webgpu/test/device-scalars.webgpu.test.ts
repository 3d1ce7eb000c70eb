/**
 * @file Every scalar operation and conversion on a device, at the edges of its types, against the scalar table; and the
 * functions of real numbers against their promised bounds.
 */
import {
  buildKernel,
  type Expr,
  type Kernel,
  k,
  SCALARS,
  type ScalarDef,
  type ScalarOp,
  scalarDef,
  type ValueType,
} from "@adjoint/core";
import {
  type BoundedOp,
  EDGE_FLOATS,
  expectClose,
  integers,
  interpretKernel,
  MATH_BOUNDS,
  type Tolerance,
  WorstUlp,
} from "@adjoint/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestDevice } from "./support/device.ts";
import { elementsOf, runKernel } from "./support/run-kernel.ts";

let device: TestDevice;
beforeAll(async () => {
  device = await TestDevice.open();
});
afterAll(() => device.close());

type Type = "f32" | "i32" | "u32" | "bool";
const TYPES: readonly Type[] = ["f32", "i32", "u32", "bool"];

const DOMAINS: Readonly<Record<ScalarDef["domain"], readonly Type[]>> = {
  float: ["f32"],
  number: ["f32", "i32", "u32"],
  integer: ["i32", "u32"],
  logic: ["bool", "i32", "u32"],
  any: TYPES,
};

const WHOLE = [0, 1, -1, 2, 3, 5, 7, 31, 32, 33, 100, -100, 65535, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31) + 1, 123456789];
const FLOATS = [...EDGE_FLOATS, 1.5, -1.5, 2.5, 3.7, -3.7, 88, -88, 1e-3, 1e10, 4294967040, 2147483520, 16777217];

/** Subnormal numbers are left out: WGSL may flush them to 0, which then decides comparisons and signs. */
const isSubnormal = (x: number): boolean => x !== 0 && Math.abs(x) < 2 ** -126;

function samples(type: Type): readonly number[] {
  if (type === "bool") return [0, 1];
  if (type === "f32") return FLOATS.map(Math.fround).filter((x) => !isSubnormal(x));
  return type === "u32" ? WHOLE.map((x) => x >>> 0) : WHOLE;
}

/** All pairs of samples, with a third operand. */
function operands(types: readonly Type[]): number[][] {
  const [first = [], second = [0], third = [0]] = types.map(samples);
  const rows = first.flatMap((a) => second.map((b) => [a, b]));
  return types.map((_, j) => rows.map((row, i) => row[j] ?? third[i % third.length] ?? 0));
}

/** Results of several functions of the same operands, one behind the other. */
function mapKernel(types: readonly Type[], result: Type, functions: readonly ((args: Expr[]) => Expr)[]): Kernel {
  return buildKernel("map", (b) => {
    b.gridIndex("g");
    const n = b.param("n", "i32");
    const inputs = types.map((type, i) => b.input(`x${i}`, type));
    const out = b.output("out", result);
    b.hintLanes(256);
    b.lanes(n, (lane) => {
      functions.forEach((f, i) => {
        b.store(out, k.add(k.mul(n, i), lane), f(inputs.map((x) => b.load(x, lane))));
      });
    });
  });
}

/** WGSL lets a division err by 2.5 ulp and a square root by that of an inverse one; compilers may fuse sums and products. */
const FLOAT_TOLERANCE: Tolerance = {
  ulp: 4,
  abs: 2 ** -126,
  reason: "WGSL's accuracy of division; subnormals may be 0",
};

async function check(
  types: readonly Type[],
  result: Type,
  functions: readonly (readonly [string, (args: Expr[]) => Expr])[],
) {
  const buffers = operands(types);
  const n = buffers[0]?.length ?? 0;
  const kernel = mapKernel(
    types,
    result,
    functions.map(([, f]) => f),
  );
  const make = () => [
    ...types.map((type, i) => elementsOf(type, buffers[i] ?? [])),
    elementsOf(result, new Array(n * functions.length).fill(0)),
  ];
  const expected = make();
  const launch = { params: [n], grid: [1] };
  interpretKernel(kernel, { buffers: expected, ...launch, mode: "f32", useExpansions: true });
  const actual = await runKernel(device, kernel, { buffers: make(), ...launch });
  functions.forEach(([name], i) => {
    const part = (all: readonly ArrayLike<number>[]): number[] =>
      Array.from({ length: n }, (_, j) => all[types.length]?.[i * n + j] ?? 0);
    const tolerance = result === "f32" ? FLOAT_TOLERANCE : { reason: "exact" };
    try {
      expectClose(part(actual), part(expected), tolerance);
    } catch (error) {
      const at = Number(/^\[(\d+)\]/.exec((error as Error).message)?.[1]);
      throw new Error(`${name} of ${buffers.map((values) => values[at])}: ${(error as Error).message}`);
    }
  });
}

const ops = Object.keys(SCALARS) as ScalarOp[];

test.each(TYPES)("operations of %s", async (type) => {
  const groups = new Map<string, ScalarOp[]>();
  for (const op of ops) {
    const { domain, arity, result } = scalarDef(op);
    if (!DOMAINS[domain].includes(type)) continue;
    const key = `${arity} ${result}`;
    groups.set(key, [...(groups.get(key) ?? []), op]);
  }
  for (const [key, members] of groups) {
    const [arity, result] = key.split(" ");
    for (const isWhere of [false, true]) {
      const picked = members.filter((op) => (op === "where") === isWhere);
      if (picked.length === 0) continue;
      const types = new Array<Type>(Number(arity)).fill(type);
      if (isWhere) types[0] = "bool";
      const functions = picked.map((op) => [op, (args: Expr[]) => k.apply(op, args)] as const);
      await check(types, result === "bool" ? "bool" : type, functions);
    }
  }
});

test.each(TYPES)("conversions from %s", async (from) => {
  for (const to of TYPES.filter((type) => type !== from)) {
    await check([from], to, [[`${from} to ${to}`, ([x]) => k.cast(x as Expr, to as ValueType)]]);
  }
});

test("constants at the edges", async () => {
  const floats = [Number.NaN, Infinity, -Infinity, -0, 3.4028234663852886e38, 2 ** -126, 0.1, 1e-30];
  await check(
    ["f32"],
    "f32",
    floats.map((value) => [`${value}`, ([x]) => k.where(k.eq(x as Expr, 12345), x as Expr, value)]),
  );
  const whole = [-(2 ** 31), 2 ** 31 - 1, -1];
  await check(
    ["i32"],
    "i32",
    whole.map((value) => [`${value}`, ([x]) => k.xor(x as Expr, value)]),
  );
});

test.each(["i32", "u32"] as const)("division of %s by constants, and shifts by them", async (type) => {
  const divisors = [0, 1, 3, 64, ...(type === "i32" ? [-1, -3, -(2 ** 31)] : [2 ** 32 - 1])];
  const functions = divisors.flatMap((divisor) =>
    (["idiv", "mod"] as const).map(
      (op) => [`${op} ${divisor}`, ([x]: Expr[]) => k.apply(op, [x as Expr, k.constant(divisor, type)])] as const,
    ),
  );
  const shifts = [0, 1, 31, 32, 33].flatMap((distance) =>
    (["shl", "shr"] as const).map(
      (op) => [`${op} ${distance}`, ([x]: Expr[]) => k.apply(op, [x as Expr, distance])] as const,
    ),
  );
  await check([type], type, [...functions, ...shifts]);
});

/** Compilers may add the terms of a sum in another order: Mesa's takes r²p + r + 1 of exp as r²p + (r + 1), 1.23 ulp at worst. */
const REORDERING = 0.5;
/** How much worse than on the CPU a function may be where its formula divides, which WGSL does to 2.5 ulp. */
const DIVISION: Partial<Record<BoundedOp, number>> = { tanh: 2.5 };
/** Products inside of the formulas of smaller numbers are subnormal, so that WGSL may flush them. */
const SMALLEST = 2 ** -100;
/** Bit patterns taken, of 2³². */
const COUNT = 1 << 16;

test.each(Object.keys(MATH_BOUNDS) as BoundedOp[])("%s keeps its bound", async (op) => {
  const kernel = mapKernel(["f32"], "f32", [([x]) => k.apply(op, [x as Expr])]);
  const exact = scalarDef(op).js;
  const { largest, ulp } = MATH_BOUNDS[op];
  const bits = integers(7, COUNT, -(2 ** 31), 2 ** 31);
  const all = [...new Float32Array(bits.buffer)];
  // Half of the numbers where functions bend; their bits are not uniform.
  const x = Float32Array.from(all, (value, i) => (i % 2 === 0 ? value : ((i / COUNT) * 2 - 1) * 90)).filter(
    (value) => !(Math.abs(value) < SMALLEST) && !(Math.abs(value) > largest),
  );
  const [, y = []] = await runKernel(device, kernel, {
    buffers: [x, new Float32Array(x.length)],
    params: [x.length],
    grid: [1],
  });
  const worst = new WorstUlp();
  x.forEach((value, i) => {
    const wanted = exact(value, 0, 0);
    if (!isSubnormal(Math.fround(wanted))) worst.record(value, y[i] ?? 0, wanted);
  });
  expect(worst.error, `${worst}`).toBeLessThanOrEqual(ulp + REORDERING + (DIVISION[op] ?? 0));
});
