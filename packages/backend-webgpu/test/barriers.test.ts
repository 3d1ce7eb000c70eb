/**
 * @file How many barriers a program of a kernel passes: as many as its invocations need each other's work, and none within a
 * subgroup.
 */
import { buildKernel, type Expr, type Kernel, type KernelBuilder, k } from "@adjoint/core";
import { describe, expect, test } from "vitest";
import { type RenderOptions, renderWgsl } from "../src/index.ts";

const PLAIN: RenderOptions = { maxWorkgroupSize: 256, hasF16: true };
const GPU: RenderOptions = { ...PLAIN, hasSubgroups: true, subgroupMinSize: 32, subgroupMaxSize: 32 };
const PROCESSOR: RenderOptions = { ...PLAIN, hasSubgroups: true, subgroupMinSize: 4, subgroupMaxSize: 4 };

const barriersOf = (kernel: Kernel, options: RenderOptions): number =>
  renderWgsl(kernel, options).code.match(/\b(?:workgroupBarrier|storageBarrier|workgroupUniformLoad)\(/g)?.length ?? 0;

const COLUMNS = 1024;

function rows(body: (b: KernelBuilder, at: (lane: Expr) => Expr) => void): Kernel {
  return buildKernel("rows", (b) => {
    const row = b.gridIndex("row");
    body(b, (lane) => k.add(k.mul(row, COLUMNS), lane));
  });
}

/** The rows' maxima, exponentials kept in shared memory, their sums, and the quotients. */
const softmax = rows((b, at) => {
  const x = b.input("x", "f32");
  const out = b.output("out", "f32");
  const kept = b.shared("kept", "f32", COLUMNS);
  const top = b.reduce("top", "max", COLUMNS, (lane) => b.load(x, at(lane)));
  b.lanes(COLUMNS, (lane) => b.store(kept, lane, k.apply("exp", [k.sub(b.load(x, at(lane)), top)])));
  const sum = b.reduce("sum", "sum", COLUMNS, (lane) => b.load(kept, lane));
  b.lanes(COLUMNS, (lane) => b.store(out, at(lane), k.div(b.load(kept, lane), sum)));
});

/** What each lane of a first block stores, and a second block reads with another index. */
const passedOn = (index: (lane: Expr) => Expr, between?: (b: KernelBuilder) => void): Kernel =>
  rows((b, at) => {
    const out = b.buffer("out", "f32", "readwrite");
    b.lanes(COLUMNS, (lane) => b.store(out, at(lane), k.constant(1, "f32")));
    between?.(b);
    b.lanes(COLUMNS, (lane) => b.store(out, at(lane), b.load(out, at(index(lane)))));
  });

describe("barriers", () => {
  test.each([
    ["without subgroups: two a reduction", PLAIN, 4],
    ["on a GPU: one a reduction", GPU, 2],
    ["on a processor, where a program is a subgroup: none", PROCESSOR, 0],
  ])("of a softmax %s", (_, options, count) => {
    expect(barriersOf(softmax, options)).toBe(count);
  });

  test("of reductions done together are as many as of one", () => {
    const both = rows((b, at) => {
      const x = b.input("x", "f32");
      const out = b.output("out", "f32");
      const { top, sum } = b.reduceAll(COLUMNS, (lane) => ({
        top: { op: "max", value: b.load(x, at(lane)) },
        sum: { op: "sum", value: b.load(x, at(lane)) },
      }));
      b.lanes(COLUMNS, (lane) => b.store(out, at(lane), k.add(top, sum)));
    });
    expect(barriersOf(both, PLAIN)).toBe(2);
    expect(barriersOf(both, GPU)).toBe(1);
  });

  test.each([PLAIN, GPU, PROCESSOR])("come before what another lane has stored, only", (options) => {
    expect(
      barriersOf(
        passedOn((lane) => lane),
        options,
      ),
    ).toBe(0);
    expect(
      barriersOf(
        passedOn((lane) => k.sub(COLUMNS - 1, lane)),
        options,
      ),
    ).toBe(1);
    expect(
      barriersOf(
        passedOn((lane) => k.add(lane, 1)),
        options,
      ),
    ).toBe(1);
  });

  test("come at the end of a turn whose elements belong to other lanes in the next", () => {
    const inLoop = (index: (lane: Expr, turn: Expr) => Expr): Kernel =>
      rows((b) => {
        const kept = b.shared("kept", "f32", COLUMNS);
        b.loop("turn", 3, (turn) => {
          b.lanes(COLUMNS, (lane) =>
            b.store(kept, index(lane, turn), k.add(b.load(kept, index(lane, turn)), k.constant(1, "f32"))),
          );
        });
      });
    expect(
      barriersOf(
        inLoop((lane) => lane),
        PLAIN,
      ),
    ).toBe(0);
    expect(
      barriersOf(
        inLoop((lane, turn) => k.add(lane, turn)),
        PLAIN,
      ),
    ).toBe(1);
  });

  test("come after a branch whichever way was taken", () => {
    const branch = (b: KernelBuilder): void => {
      const shared = b.shared("kept", "f32", COLUMNS);
      b.if(k.lt(b.param("n", "i32"), 3), () => b.lanes(COLUMNS, (lane) => b.store(shared, lane, k.constant(1, "f32"))));
      b.lanes(COLUMNS, (lane) => b.store(shared, k.sub(COLUMNS - 1, lane), k.constant(2, "f32")));
    };
    expect(
      barriersOf(
        passedOn((lane) => lane, branch),
        PLAIN,
      ),
    ).toBe(1);
  });
});
