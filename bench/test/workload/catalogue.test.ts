import { describe, expect, it } from "vitest";
import { workload, workloads } from "../../src/catalogue/workloads.ts";
import { inputSpecs } from "../../src/workload/inputs.ts";
import { referenceLosses } from "../../src/workload/training-losses.ts";
import { isTraining } from "../../src/workload/types.ts";

describe("the catalogue", () => {
  it("has each name once", () => {
    expect(new Set(workloads.map(({ name }) => name)).size).toBe(workloads.length);
    expect(workload("ctc-t150-u40-c28-n16").size).toBe(16);
    expect(() => workload("ctc")).toThrow("there is no workload ctc");
  });

  it("has a quick one of each kind", () => {
    const kinds = (of: typeof workloads) => new Set(of.map(({ kind }) => kind));
    expect(kinds(workloads.filter(({ isQuick }) => isQuick))).toEqual(kinds(workloads));
  });

  it("has sizes in each family that differ", () => {
    const sizes = workloads.map(({ family, size }) => `${family} ${size}`);
    expect(new Set(sizes).size).toBe(sizes.length);
  });

  it("draws less than a gigabyte, with a seed for each input", () => {
    for (const each of workloads) {
      const specs = Object.values(inputSpecs(each));
      const elements = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      expect(4 * elements).toBeLessThan(2 ** 30);
      const seeds = specs.flatMap((spec) => ("seed" in spec ? [spec.seed] : []));
      expect(new Set(seeds).size).toBe(seeds.length);
    }
  });

  it("knows the losses of each training", () => {
    for (const each of workloads.filter(isTraining)) expect(referenceLosses(each.name)).toHaveLength(each.steps);
  });
});
