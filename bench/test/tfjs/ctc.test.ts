/** @file The CTC loss of tfjsctcloss. */
import { describe, expect, it } from "vitest";
import { tfjsCtcLoss } from "../../src/engine/tfjsctcloss/start.ts";
import type { Ctc } from "../../src/workload/types.ts";
import { complaintAbout } from "../check-engine.ts";
import { testEngine } from "./test-engine.ts";

const base = { kind: "ctc", family: "ctc", size: 1, isQuick: false } as const;

/** It gives the losses one by one. */
const without = ["loss"];

const batches: readonly Ctc[] = [
  { ...base, name: "a batch", batch: 3, frames: 12, labels: 4, classes: 6 },
  // Of two labels of one class, the second cannot follow without a blank.
  { ...base, name: "labels that repeat", batch: 2, frames: 9, labels: 4, classes: 2 },
];

testEngine(tfjsCtcLoss, batches, without);

describe("what does not fit into memory", () => {
  it.each([
    [128, 150, 5000],
    [32, 1000, 128],
  ])("fails before it begins: batch %i, frames %i, classes %i", async (batch, frames, classes) => {
    const of: Ctc = { ...base, name: "large", batch, frames, labels: 20, classes };
    const engine = await tfjsCtcLoss();
    const input = { shape: [0], data: new Float32Array() };
    await expect(engine.open(of, { logits: input, labels: input })).rejects.toThrow(/^would need about \d\.\d GiB$/);
  });

  it("does not keep smaller ones away", async () => {
    const of: Ctc = { ...base, name: "small", batch: 1, frames: 5, labels: 2, classes: 3 };
    expect(await complaintAbout(await tfjsCtcLoss(), of, without)).toBeUndefined();
  });
});
