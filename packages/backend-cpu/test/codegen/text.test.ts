/** @file The text of what is emitted for kernels that stand for many: a change of the generator shows here, line by line. */
import type { Kernel } from "@adjoint/core";
import { EXPANSIONS } from "@adjoint/core/expansions";
import { expect, test } from "vitest";
import { compileKernel } from "../../src/codegen/compile-kernel.ts";
import * as rare from "../../src/codegen/rare-kernels.ts";
import { printModule } from "../../src/wasm/print.ts";
import * as kernels from "./kernels.ts";

const { axpy, gelu, softmax, guarded, column, columnSums, gather, masks, halves, doubles, scan } = kernels;
const cases: readonly Kernel[] = [
  axpy,
  gelu,
  softmax,
  guarded,
  column,
  columnSums,
  gather,
  masks,
  halves,
  doubles,
  scan,
];

test.each(cases)("$name", async (kernel) => {
  const compiled = compileKernel(kernel, { isShared: true, formulas: EXPANSIONS, rare });
  expect(WebAssembly.validate(compiled.bytes)).toBe(true);
  await expect(`${printModule(compiled.module)}\n`).toMatchFileSnapshot(`snapshots/${kernel.name}.wat`);
});

/** The instructions of the loop that handles four lanes at a time. */
function vectorLoop(kernel: Kernel): string[] {
  const lines = printModule(compileKernel(kernel, { isShared: true, formulas: EXPANSIONS, rare }).module).split("\n");
  const loops = lines.flatMap((line, i) => (line.trim() === "loop" ? [i] : []));
  const start = loops.find(
    (i) => lines.slice(i, lines.indexOf("end", i)).some((l) => l.includes("v128.load")) && i !== loops[0],
  );
  if (start === undefined) throw new Error("no vector loop");
  const indent = (lines[start] ?? "").indexOf("loop");
  const end = lines.findIndex((line, i) => i > start && line.indexOf("end") === indent);
  return lines.slice(start + 1, end).map((line) => line.trim());
}

test("the loop of a·x + y has nothing superfluous: each operation for eight vectors in a row", () => {
  const loop = vectorLoop(axpy).filter((line) => !line.startsWith("local."));
  const eight = (op: string): string[] =>
    Array.from({ length: 8 }, (_, i) => (i === 0 ? op : `${op} offset=${16 * i}`));
  const plain = (op: string): string[] => new Array<string>(8).fill(op);
  expect(loop).toEqual([
    ...["i32.add", ...eight("v128.load"), ...plain("f32x4.mul"), "i32.add", ...eight("v128.load")],
    ...[...plain("f32x4.add"), "i32.add", ...eight("v128.store"), "i32.const 128", "i32.add", "i32.lt_u", "br_if 0"],
  ]);
});
