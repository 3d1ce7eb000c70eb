/** @file The assembler: what it builds must validate, compute, and print. */
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../src/wasm/byte-writer.ts";
import type { FunctionBuilder } from "../../src/wasm/function-builder.ts";
import { ModuleBuilder } from "../../src/wasm/module-builder.ts";
import { OPCODES } from "../../src/wasm/opcodes.ts";
import { printModule } from "../../src/wasm/print.ts";
import type { WasmType } from "../../src/wasm/types.ts";

const leb = (write: (w: ByteWriter) => void): number[] => {
  const writer = new ByteWriter();
  write(writer);
  return [...writer.finish()];
};

/** Compiles one function and returns it. */
function compile(
  params: readonly WasmType[],
  results: readonly WasmType[],
  fill: (f: FunctionBuilder) => void,
  memory?: WebAssembly.Memory,
): (...args: number[]) => number {
  const builder = new ModuleBuilder();
  if (memory !== undefined) builder.importMemory("env", "memory", memory.buffer instanceof SharedArrayBuffer);
  builder.function("f", { params, results }, fill);
  const instance = new WebAssembly.Instance(
    new WebAssembly.Module(builder.build()),
    memory === undefined ? {} : { env: { memory } },
  );
  return instance.exports["f"] as (...args: number[]) => number;
}

describe("LEB128", () => {
  test.each([
    [0, [0]],
    [127, [127]],
    [128, [0x80, 1]],
    [624485, [0xe5, 0x8e, 0x26]],
    [0xffffffff, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])("unsigned %d", (value, bytes) => expect(leb((w) => w.u32(value))).toEqual(bytes));

  test.each([
    [63, [63]],
    [64, [0xc0, 0]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
    [2 ** 31 - 1, [0xff, 0xff, 0xff, 0xff, 7]],
    [-(2 ** 31), [0x80, 0x80, 0x80, 0x80, 0x78]],
  ])("signed %d", (value, bytes) => expect(leb((w) => w.i32(value))).toEqual(bytes));

  test("grows beyond its first buffer", () => {
    expect(
      leb((w) => {
        for (let i = 0; i < 1000; i++) w.f64(i);
      }),
    ).toHaveLength(8000);
  });
});

describe("function bodies", () => {
  test("nested blocks branch by label", () => {
    // The sum of the odd numbers below n.
    const f = compile(["i32"], ["i32"], (b) => {
      const [n] = b.params;
      if (n === undefined) throw new Error("no parameter");
      const i = b.local("i32");
      const total = b.local("i32");
      b.block((done) => {
        b.loop((again) => {
          b.get(i).get(n).op("i32.ge_s").brIf(done);
          b.get(i).i32(1).op("i32.and");
          b.if(() => {
            b.get(total).get(i).op("i32.add").set(total);
          });
          b.get(i).i32(1).op("i32.add").set(i).br(again);
        });
      });
      b.get(total);
    });
    expect([0, 1, 2, 10, 101].map((n) => f(n))).toEqual([0, 0, 1, 25, 2500]);
  });

  test("if with a result", () => {
    const f = compile(["f32"], ["f64"], (b) => {
      b.get({ index: 0, type: "f32" }).f32(0).op("f32.lt");
      b.if(
        () => b.f64(-1.5),
        () => b.f64(2.5),
        "f64",
      );
    });
    expect([f(-1), f(1)]).toEqual([-1.5, 2.5]);
  });

  test("vectors, lanes and shuffles in shared and unshared memory", () => {
    for (const shared of [false, true]) {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared });
      new Float32Array(memory.buffer).set([1, 2, 3, 4]);
      const f = compile(
        [],
        ["f32"],
        (b) => {
          const v = b.local("v128");
          b.i32(0).memory("v128.load").tee(v).get(v).shuffleWords([3, 2, 5, 4]);
          b.v128([0x3f800000, 0, 0x40000000, 0]).op("f32x4.mul").set(v);
          b.i32(16).get(v).memory("v128.store", 16);
          b.i32(12).get(v).memoryLane("v128.store32_lane", 2);
          b.get(v).lane("f32x4.extract_lane", 0);
        },
        memory,
      );
      expect(f()).toBe(4);
      expect([...new Float32Array(memory.buffer, 32, 4)]).toEqual([4, 0, 4, 0]);
      expect(new Float32Array(memory.buffer)[3]).toBe(4);
    }
  });

  test("imported functions come first, and are shared by name", () => {
    const builder = new ModuleBuilder();
    const type = { params: ["f64"], results: ["f64"] } as const;
    const sin = builder.importFunction("math", "sin", type);
    expect(builder.importFunction("math", "sin", type)).toBe(sin);
    builder.function("f", type, (b) => b.get({ index: 0, type: "f64" }).call(sin));
    expect(() => builder.importFunction("math", "cos", type)).toThrow(TypeError);
    const instance = new WebAssembly.Instance(new WebAssembly.Module(builder.build()), { math: { sin: Math.sin } });
    expect((instance.exports["f"] as (x: number) => number)(1)).toBe(Math.sin(1));
  });

  test("refuses unknown mnemonics", () => {
    expect(() => compile([], [], (b) => b.opNamed("f32x4.addd"))).toThrow("f32x4.addd");
  });

  test("text", () => {
    const builder = new ModuleBuilder();
    builder.importMemory("env", "memory", true);
    builder.function("f", { params: ["i32"], results: [] }, (b) => {
      b.loop((again) => b.i32(4).f32(-0).memory("f32.store", 8).i32(0).brIf(again));
    });
    expect(printModule(builder)).toBe(
      [
        "import env.memory (memory shared)",
        "func $f (param i32)",
        "  loop",
        "    i32.const 4",
        "    f32.const -0",
        "    f32.store offset=8",
        "    i32.const 0",
        "    br_if 0",
        "  end",
      ].join("\n"),
    );
  });
});

/** Operand and result types of an instruction, read off its name. */
function signature(op: string): { params: WasmType[]; results: WasmType[] } {
  const [prefix = "", name = ""] = op.split(".");
  const isVector = prefix === "v128" || prefix.includes("x");
  const scalarOf = (shape: string): WasmType =>
    shape.startsWith("f64") ? "f64" : shape.startsWith("f32") ? "f32" : shape.startsWith("i64") ? "i64" : "i32";
  if (isVector) {
    if (name === "splat") return { params: [scalarOf(prefix)], results: ["v128"] };
    if (/^(any_true|all_true|bitmask)$/.test(name)) return { params: ["v128"], results: ["i32"] };
    if (/^sh[lr]/.test(name)) return { params: ["v128", "i32"], results: ["v128"] };
    if (/madd|bitselect/.test(name)) return { params: ["v128", "v128", "v128"], results: ["v128"] };
    const isUnary = /^(not|abs|neg|sqrt|ceil|floor|trunc|nearest|convert|extend|demote|promote|trunc_sat)/.test(name);
    return { params: isUnary ? ["v128"] : ["v128", "v128"], results: ["v128"] };
  }
  const own = prefix as WasmType;
  const from = /_(i32|f32|f64)(_[su])?$/.exec(name)?.[1] as WasmType | undefined;
  if (from !== undefined) return { params: [from], results: [own] };
  const isComparison = /^(eq|ne|lt|gt|le|ge|eqz)(_[su])?$/.test(name);
  const isUnary = /^(eqz|clz|ctz|popcnt|abs|neg|ceil|floor|trunc|nearest|sqrt)$/.test(name);
  return { params: isUnary ? [own] : [own, own], results: [isComparison ? "i32" : own] };
}

describe("the instruction table agrees with the engine", () => {
  const plain = Object.keys(OPCODES.none).filter((op) => op.includes(".") && !op.includes("relaxed"));
  test.each(plain)("%s validates", (op) => {
    const { params, results } = signature(op);
    const builder = new ModuleBuilder();
    builder.function("f", { params, results }, (b) => {
      for (const param of b.params) b.get(param);
      b.opNamed(op);
    });
    expect(WebAssembly.validate(builder.build())).toBe(true);
  });
});
