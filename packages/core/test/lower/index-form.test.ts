import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Atom,
  addForms,
  divForm,
  type Form,
  flatten,
  indexForm,
  modForm,
  scaleForm,
  shiftForm,
  unflatten,
} from "../../src/lower/index-form.ts";

const EXTENTS = { a: 4, b: 6, c: 10 } as const;
type Values = Readonly<Record<keyof typeof EXTENTS, number>>;

function evaluateAtom(atom: Atom, values: Values): number {
  switch (atom.kind) {
    case "index":
      return values[atom.key as keyof Values];
    case "div":
      return Math.trunc(evaluate(atom.of, values) / atom.by);
    case "mod":
      return evaluate(atom.of, values) % atom.by;
    case "data":
      throw new Error("no data here");
    default:
      return atom satisfies never;
  }
}

function evaluate(form: Form, values: Values): number {
  return form.terms.reduce((sum, { atom, factor }) => sum + factor * evaluateAtom(atom, values), form.offset);
}

const operation = fc.record({
  kind: fc.constantFrom("div", "mod", "add", "scale", "shift", "mirror"),
  by: fc.integer({ min: 1, max: 12 }),
  index: fc.constantFrom("a", "b", "c"),
});
const point = fc.record({ a: fc.nat(EXTENTS.a - 1), b: fc.nat(EXTENTS.b - 1), c: fc.nat(EXTENTS.c - 1) });

describe("index forms", () => {
  test("mean what the operations mean, and stay within their range", () => {
    const check = fc.property(fc.array(operation, { maxLength: 8 }), point, (operations, values) => {
      let form = indexForm("a", EXTENTS.a);
      let value = values.a;
      for (const { kind, by, index } of operations as { kind: string; by: number; index: keyof Values }[]) {
        if (kind === "div") [form, value] = [divForm(form, by), Math.floor(value / by)];
        else if (kind === "mod") [form, value] = [modForm(form, by), value % by];
        else if (kind === "scale") [form, value] = [scaleForm(form, by), value * by];
        else if (kind === "shift") [form, value] = [shiftForm(form, by), value + by];
        else if (kind === "mirror") [form, value] = [shiftForm(scaleForm(form, -1), form.max), form.max - value];
        else
          [form, value] = [addForms(form, scaleForm(indexForm(index, EXTENTS[index]), by)), value + by * values[index]];
        // Zeros of either sign are one index.
        expect(evaluate(form, values) + 0).toBe(value + 0);
        expect(value).toBeGreaterThanOrEqual(form.min);
        expect(value).toBeLessThanOrEqual(form.max);
      }
    });
    fc.assert(check, { numRuns: 3000 });
  });

  test("a reshape and its inverse cancel, whatever the factors", () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 });
    const check = fc.property(shapes, (shape) => {
      const flat = indexForm(
        "f",
        shape.reduce((a, b) => a * b, 1),
      );
      expect(flatten(unflatten(flat, shape), shape).key).toBe(flat.key);
    });
    fc.assert(check);
  });

  test.each([
    [
      [4, 6],
      [2, 12],
    ],
    [
      [2, 3, 4],
      [6, 4],
    ],
    [
      [2, 3, 4],
      [4, 6],
    ],
    [[8, 9], [72]],
  ])("%j through %j and back is the identity", (shape, through) => {
    const flat = indexForm(
      "f",
      shape.reduce((a, b) => a * b, 1),
    );
    const there = flatten(unflatten(flatten(unflatten(flat, shape), shape), through), through);
    expect(flatten(unflatten(there, shape), shape).key).toBe(flat.key);
  });

  test("multi-indices flatten without division", () => {
    const position = flatten([indexForm("a", 4), indexForm("b", 6)], [4, 6]);
    expect(unflatten(position, [4, 6]).map((form) => form.key)).toEqual(["1a+0", "1b+0"]);
    expect(unflatten(position, [2, 12]).map((form) => form.key)).toEqual(["1(1a+0)/2+0", "6(1a+0)%2+1b+0"]);
  });

  test("ranges remove quotients and remainders", () => {
    const a = indexForm("a", 4);
    expect(divForm(a, 4).key).toBe("0");
    expect(modForm(a, 4).key).toBe(a.key);
    expect(divForm(addForms(scaleForm(indexForm("b", 6), 4), a), 4).key).toBe("1b+0");
  });
});
