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

  test("come once before a loop for what was left before it, and once a turn", () => {
    const turns = rows((b) => {
      const kept = b.shared("kept", "f32", 2 * COLUMNS);
      b.lanes(COLUMNS, (lane) => b.store(kept, k.sub(COLUMNS - 1, lane), k.constant(1, "f32")));
      b.loop("turn", b.param("n", "i32"), (turn) => {
        const [from, to] = [k.mul(turn, 2), k.sub(2, turn)];
        b.lanes(COLUMNS, (lane) => b.store(kept, k.add(to, lane), b.load(kept, k.add(from, lane))));
      });
    });
    expect(barriersOf(turns, PLAIN)).toBe(2);
    const code = renderWgsl(turns, PLAIN).code;
    expect(code.slice(code.indexOf("< args.p0")).match(/Barrier\(/g)).toHaveLength(1);
  });

  test("are not spent on what is only written", () => {
    const twice = (access: "write" | "readwrite"): Kernel =>
      rows((b, at) => {
        const out = b.buffer("out", "f32", access);
        b.store(out, k.sub(at(k.constant(0, "i32")), 1), k.constant(1, "f32"));
        b.lanes(COLUMNS - 1, (lane) => b.store(out, at(lane), k.constant(2, "f32")));
      });
    expect(barriersOf(twice("write"), PLAIN)).toBe(0);
    expect(barriersOf(twice("readwrite"), PLAIN)).toBe(1);
  });

  test("make what a reduction gives uniform only where it steers", () => {
    const summed = (steer: (b: KernelBuilder, sum: Expr, store: () => void) => void): Kernel =>
      rows((b, at) => {
        const x = b.input("x", "i32");
        const out = b.output("out", "i32");
        b.if(k.lt(b.load(x, 0), 3), () => {
          const sum = b.reduce("sum", "sum", COLUMNS, (lane) => b.load(x, at(lane)));
          steer(b, sum, () => b.lanes(COLUMNS, (lane) => b.store(out, at(lane), sum)));
        });
      });
    expect(
      barriersOf(
        summed((_, __, store) => store()),
        PROCESSOR,
      ),
    ).toBe(0);
    expect(
      barriersOf(
        summed((b, sum, store) => b.if(k.lt(b.let("less", k.sub(sum, 1)), 3), store)),
        PROCESSOR,
      ),
    ).toBe(1);
    const inTurns = summed((b, sum, store) => {
      const more = b.variable("more", k.constant(0, "i32"));
      b.loop("turn", 3, () => {
        b.if(k.lt(more, 3), store);
        b.set(more, sum);
      });
    });
    expect(barriersOf(inTurns, PROCESSOR)).toBe(1);
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
