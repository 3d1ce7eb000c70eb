/** @file The kernels of the catalogue of plans, compiled and interpreted, step by step on the same data. */
import type { KernelStep, Plan, Slot } from "@adjoint/core";
import { examplePlans, interpretKernel } from "@adjoint/core/testing";
import { expect, test } from "vitest";
import { randomSource } from "./random-kernel.ts";
import { arrayFor, type KernelArray, runKernel } from "./run-kernel.ts";

/** Sums of up to 8192 terms in another order: about √8192 roundings, each 6e-8 of the largest partial sum. */
const TOLERANCE = 2e-5;

function dataFor(slot: Slot, random: () => number): KernelArray {
  const length = slot.sizeBytes / (slot.dtype === "f64" ? 8 : 4);
  const isFloat = slot.dtype === "f32" || slot.dtype === "f64";
  const limit = slot.dtype === "bool" ? 2 : 40;
  return arrayFor(
    slot.dtype,
    Array.from({ length }, () => (isFloat ? random() * 2 - 1 : Math.floor(random() * limit))),
  );
}

function findDifference(want: KernelArray, got: KernelArray): string | undefined {
  let scale = 1;
  for (const value of want) if (Math.abs(value) < 1e30) scale = Math.max(scale, Math.abs(value));
  const isFloat = want instanceof Float32Array || want instanceof Float64Array;
  for (let i = 0; i < want.length; i++) {
    const [a, b] = [want[i] ?? 0, got[i] ?? 0];
    const isClose = Object.is(a, b) || a === b || (isFloat && Math.abs(a - b) <= TOLERANCE * scale);
    if (!isClose) return `[${i}]: expected ${a}, got ${b}, distance ${Math.abs(a - b)}`;
  }
  return undefined;
}

function checkStep(step: KernelStep, slots: readonly KernelArray[], scalar: number): void {
  const own = step.slots.map((slot) => slots[slot] as KernelArray);
  const params = step.params.map((param) => (typeof param === "number" ? param : scalar));
  const unique = new Map(own.map((array) => [array, array.slice() as KernelArray]));
  const expected = own.map((array) => unique.get(array) as KernelArray);
  // The interpreter is slow: a few programs stand for all.
  const grid = step.grid.map((extent, axis) => (axis === 0 ? Math.min(extent, 4) : extent));
  interpretKernel(step.kernel, { buffers: expected, params, grid, mode: "f32", useExpansions: true });
  runKernel(step.kernel, { buffers: own, params, grid });
  step.kernel.buffers.forEach(({ name, access }, i) => {
    if (access === "read") return;
    const difference = findDifference(expected[i] as KernelArray, own[i] as KernelArray);
    expect(difference, `${step.kernel.name}, ${name}`).toBe(undefined);
  });
}

function checkPlan(plan: Plan): void {
  const random = randomSource(7);
  const slots = plan.slots.map((slot) => dataFor(slot, random));
  for (const step of plan.steps) if (step.kind === "kernel") checkStep(step, slots, 0.5);
}

const plans = examplePlans().filter(({ plan }) => plan.slots.every((slot) => slot.dtype !== "f16"));

test.each(plans)("$name", ({ plan }) => checkPlan(plan));
