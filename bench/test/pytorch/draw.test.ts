/** @file Python draws the same inputs, bit for bit. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { pytorchFolder, runPython } from "../../scripts/ask-pytorch.ts";
import { workloads } from "../../src/catalogue/workloads.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { draw, type InputSpec } from "../../src/workload/numbers.ts";
import { hasModule, testThatHarnessMisses } from "./missing.ts";

const quickSpecs = workloads.filter(({ isQuick }) => isQuick).flatMap((of) => Object.values(inputSpecs(of)));
const specs: readonly InputSpec[] = [
  ...quickSpecs,
  // Over the ends of blocks, of one element, of none, and with seeds and ranges at their ends.
  { kind: "uniform", shape: [3, 70001], seed: 7, scale: Math.sqrt(3 / 7) },
  { kind: "uniform", shape: [], seed: 0, scale: 1 },
  { kind: "uniform", shape: [0, 4], seed: 1, scale: 1 },
  { kind: "uniform", shape: [99], seed: 2 ** 31 + 5, scale: 1e-3 },
  { kind: "uniform", shape: [99], seed: -3, scale: 4 },
  { kind: "integers", shape: [1000], seed: 9, low: -5, high: 5000 },
  { kind: "integers", shape: [70001], seed: 10, low: 3, high: 4 },
  { kind: "constant", shape: [2, 5], value: 0.1 },
];

if (hasModule("numpy"))
  test("draws the same bits as every other process", () => {
    const script = fileURLToPath(new URL("fixtures/draw_specs.py", import.meta.url));
    const drawn: unknown = JSON.parse(runPython([script, pytorchFolder], JSON.stringify(specs)));
    expect(drawn).toEqual(specs.map(describe));
  });
else testThatHarnessMisses("numpy");

function describe(spec: InputSpec): object {
  const { shape, data } = draw(spec);
  const type = data instanceof Int32Array ? "int32" : "float32";
  return { type, shape, digest: createHash("sha256").update(data).digest("hex") };
}
