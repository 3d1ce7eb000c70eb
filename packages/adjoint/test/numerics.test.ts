/**
 * @file The errors of functions, sums and products against double precision, each within what is promised: by the table that
 * `docs/numerics.md` is made from.
 */
import { scope, type Tensor, tensor } from "adjoint";
import { describe, expect, test } from "vitest";
import { testedBackend, useBackend } from "../../../test/support/backend.ts";
import { specialValueCases } from "../../core/test/cases/special-values.ts";
import { FUNCTIONS } from "./numerics/functions.ts";
import { measure } from "./numerics/measure.ts";
import { measureSum, SUMS } from "./numerics/sums.ts";

useBackend();

/** Arguments of each function. */
const COUNT = 1 << 14;

describe("functions keep their bounds", () => {
  test.each(FUNCTIONS)("$name", async (f) => {
    const backend = testedBackend();
    const { ulp, at, count } = await measure(f, backend, COUNT);
    expect(count).toBeGreaterThan(COUNT / 3);
    expect(ulp, at).toBeLessThanOrEqual(f.bound[backend]);
  });
});

test("zeros have the sign that is written down", async () => {
  const rows = specialValueCases.filter(({ expected = [] }) => expected.some((x) => Object.is(x, -0)));
  expect(rows.length).toBeGreaterThan(5);
  for (const { name, inputs, run, expected = [] } of rows) {
    const values = await scope(() => {
      const [a, b] = inputs.map(
        ({ shape, dtype, data }) => tensor(Float32Array.from(data), { shape, dtype }) as Tensor,
      );
      return run(...[a, b].filter((x) => x !== undefined));
    }).data();
    const signs = (all: ArrayLike<number>): boolean[] => expected.map((x, i) => x === 0 && Object.is(all[i], -0));
    expect(signs(values), name).toEqual(signs(expected));
  }
});

describe("sums keep their bounds", () => {
  test.each(SUMS)("$name", async (row) => {
    const { ulp, at } = await measureSum(row);
    expect(ulp, at).toBeLessThanOrEqual(row.bound);
  });
});
