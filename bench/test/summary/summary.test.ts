import { describe, expect, it } from "vitest";
import { workloads } from "../../src/catalogue/workloads.ts";
import { summarise } from "../../src/measure/summary.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { cellOf, limits, noLimits } from "./cells.ts";

const TROUBLE = { trouble: { kind: "wrong", reason: "out[0] is 1, expected 2" } } as const;

function rowOf(...given: Parameters<typeof cellOf>) {
  const [row] = summarise([cellOf(...given)], limits).rows;
  if (row === undefined) throw new Error("there is no row");
  return row;
}

describe("time", () => {
  it("is the median of all samples, within the rounds' medians", () => {
    const { time } = rowOf("matmul-64-nn", "loops", [
      [1, 1, 1],
      [2, 2, 2],
      [2, 2, 2],
      [2, 2, 2],
      [2, 2, 2],
      [2, 2, 2],
      [2, 3, 3],
      [2],
    ]);
    expect(time).toEqual({ median: 2, low: 1, high: 3 });
  });

  it("is missing where there is trouble, and so is all that follows from it", () => {
    const cells = [cellOf("matmul-64-nn", "adjoint-cpu", [[1]]), cellOf("matmul-64-nn", "loops", [], TROUBLE)];
    const { rows } = summarise(cells, limits);
    expect(rows[1]).toEqual({
      cell: cells[1],
      time: undefined,
      ratio: undefined,
      gflops: undefined,
      gigabytesPerSecond: undefined,
      share: undefined,
      loss: undefined,
    });
  });
});

describe("ratio", () => {
  it("is taken round by round, so that what slows both cancels", () => {
    const { rows } = summarise(
      [
        cellOf("matmul-64-nn", "adjoint-cpu", [[1, 1], [10], [2]]),
        cellOf("matmul-64-nn", "loops", [[3, 3], [30], [6]]),
        cellOf("matmul-128-nn", "loops", [[100]]),
      ],
      limits,
    );
    expect(rows[1]?.ratio).toEqual({ median: 3, low: 3 / 1.05, high: 3 * 1.05, to: "adjoint-cpu" });
    expect(rows[0]?.ratio).toBeUndefined();
    expect(rows[2]?.ratio).toBeUndefined();
  });

  it("compares engines on WebGPU with Adjoint there", () => {
    const { rows } = summarise(
      [
        cellOf("matmul-64-nn", "adjoint-cpu", [[1]]),
        cellOf("matmul-64-nn", "adjoint-webgpu", [[4]]),
        cellOf("matmul-64-nn", "tfjs-webgpu", [[2]]),
      ],
      limits,
    );
    expect(rows[2]?.ratio).toMatchObject({ to: "adjoint-webgpu", median: 0.5 });
  });

  it("is missing where Adjoint has no times", () => {
    const cells = [cellOf("matmul-64-nn", "adjoint-cpu", [], TROUBLE), cellOf("matmul-64-nn", "loops", [[1]])];
    expect(summarise(cells, limits).rows[1]?.ratio).toBeUndefined();
  });
});

describe("share", () => {
  it("of products is that of multiply-adds, on one thread or all", () => {
    // 2 · 256³ FLOPs at 10 and 20 GFLOP/s.
    const ms = (2 * 256 ** 3) / 10e6;
    expect(rowOf("matmul-256-nn", "tfjs-cpu", [[2 * ms]], { threads: 1 }).share).toEqual({
      limit: "fma",
      fraction: 0.5,
    });
    expect(rowOf("matmul-256-nn", "adjoint-cpu", [[ms]]).share).toEqual({ limit: "fma", fraction: 0.5 });
    // Of several samples, the fastest.
    const rounds = [[3 * ms, 2 * ms], [4 * ms]];
    expect(rowOf("matmul-256-nn", "adjoint-cpu", rounds).share).toEqual({ limit: "fma", fraction: 0.25 });
    expect(rowOf("matmul-256-nn", "adjoint-cpu", [[ms]]).gflops).toBeCloseTo(10, 10);
  });

  it("of maps is that of a copy of the next larger size", () => {
    // 8 KiB and 8 MiB read and written, at 40 and 10 GB/s.
    const [small, large] = [8 * 2 ** 10, 8 * 2 ** 20];
    const fma = { ...limits, cpu: { ...limits.cpu, fma: { one: 1e6, all: 1e6 } } } as typeof limits;
    const shares = summarise(
      [cellOf("gelu-2^10", "adjoint-cpu", [[small / 20e6]]), cellOf("gelu-2^20", "adjoint-cpu", [[large / 20e6]])],
      fma,
    ).rows.map(({ share }) => share);
    expect(shares).toEqual([
      { limit: "copy", fraction: 0.5 },
      { limit: "copy", fraction: 2 },
    ]);
  });

  it("of what is larger than all copies is that of the largest", () => {
    const webgpu = { ...limits.webgpu, fma: 1e6 } as typeof limits.webgpu;
    const bytes = 8 * 2 ** 20;
    const { rows } = summarise([cellOf("gelu-2^20", "tfjs-webgpu", [[bytes / 50e6]])], { ...limits, webgpu });
    expect(rows[0]?.share).toEqual({ limit: "copy", fraction: 1 });
  });

  it("of little work on WebGPU is that of a dispatch, or of a readback where a loss is read", () => {
    expect(rowOf("gelu-2^10", "adjoint-webgpu", [[0.1]]).share).toEqual({ limit: "dispatch", fraction: 0.5 });
    expect(rowOf("mlp-64x64x10-n64", "adjoint-webgpu", [[0.4]]).share).toEqual({ limit: "readback", fraction: 0.5 });
  });

  it("is missing where no limit was measured, of a cold start, and of describing graphs", () => {
    for (const engine of ["adjoint-cpu", "adjoint-webgpu"] as const) {
      expect(summarise([cellOf("matmul-64-nn", engine, [[1]])], noLimits).rows[0]?.share).toBeUndefined();
      expect(rowOf("cold-start", engine, [[1]])).toMatchObject({ share: undefined, gflops: undefined });
      expect(rowOf("graph-building-1000", engine, [[1]])).toMatchObject({ share: undefined, gflops: undefined });
    }
  });
});

describe("loss", () => {
  const name = "mlp-64x64x10-n64";
  const reference = referenceLosses(name).at(-1) ?? Number.NaN;
  const lossesTo = (last: number) => referenceLosses(name).with(-1, last);

  it.each([
    [0.9901, false],
    [1.0099, false],
    [1.0101, true],
    [0.98, true],
    [Number.NaN, true],
  ])("is compared after the last step: %d of it", (factor, isOff) => {
    const { loss } = rowOf(name, "tfjs-cpu", [[1]], { losses: lossesTo(reference * factor) });
    expect(loss).toEqual({ value: reference * factor, reference, isOff });
  });

  it("belongs to training alone", () => {
    expect(rowOf("matmul-64-nn", "tfjs-cpu", [[1]]).loss).toBeUndefined();
  });
});

describe("growth", () => {
  const sizes = [64, 128, 256, 512];

  it("is the exponent of the time in the size", () => {
    const cells = sizes.map((n) => cellOf(`matmul-${n}-nn`, "loops", [[n ** 3 * 1e-6]]));
    const { growth } = summarise(cells, limits);
    expect(growth).toEqual([{ family: "matmul-nn", engine: "loops", exponent: expect.closeTo(3, 10), sizes }]);
  });

  it("takes times that there are, of three sizes at least, one engine at a time", () => {
    const cells = [
      ...sizes.map((n, i) => cellOf(`matmul-${n}-nn`, "loops", i === 0 ? [] : [[n ** 2]], i === 0 ? TROUBLE : {})),
      ...sizes.map((n, i) => cellOf(`matmul-${n}-nn`, "tfjs-cpu", i < 2 ? [] : [[n]], i < 2 ? TROUBLE : {})),
    ];
    const { growth } = summarise(cells, limits);
    expect(growth).toEqual([
      { family: "matmul-nn", engine: "loops", exponent: expect.closeTo(2, 10), sizes: sizes.slice(1) },
    ]);
  });
});

it("has no number of any workload that is not one", () => {
  for (const engine of ["adjoint-cpu", "tfjs-webgpu"] as const) {
    const cells = workloads.map(({ name }) => cellOf(name, engine, [[1, 2], [3], [2]], { losses: [1] }));
    for (const { time, gflops = 1, gigabytesPerSecond = 1, share } of summarise(cells, limits).rows) {
      const numbers = [...Object.values(time ?? {}), gflops, gigabytesPerSecond, share?.fraction ?? 1];
      expect(numbers.filter((value) => !(Number.isFinite(value) && value > 0))).toEqual([]);
    }
  }
});
