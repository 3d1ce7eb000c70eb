import { createRandom, loadDigits, split } from "@adjoint/examples-shared";
import { expect, test } from "vitest";
import { FEATURES, toBatch, WINDOW } from "../src/batch.ts";
import { drawString, HEIGHT, LONGEST, SHORTEST, WIDTH } from "../src/strings.ts";
import { textArt } from "../src/text-art.ts";

const digits = loadDigits();

test("strings are determined by the seed", () => {
  const draw = (seed: number) => Array.from({ length: 5 }, () => drawString(digits, createRandom(seed)));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("strings have 3 to 8 digits, all lengths, and end within the image", () => {
  const random = createRandom(3);
  const strings = Array.from({ length: 300 }, () => drawString(digits, random));
  const lengths = new Set(strings.map(({ labels }) => labels.length));
  expect([...lengths].sort()).toEqual([3, 4, 5, 6, 7, 8]);
  for (const { columns, width, labels } of strings) {
    expect(columns).toHaveLength(WIDTH * HEIGHT);
    expect(labels.length).toBeGreaterThanOrEqual(SHORTEST);
    expect(labels.length).toBeLessThanOrEqual(LONGEST);
    expect(width).toBeLessThanOrEqual(WIDTH);
    expect(columns.slice(width * HEIGHT).every((ink) => ink === 0)).toBe(true);
  }
});

test("a string shows the images it is made of", () => {
  const [digit] = digits;
  if (digit === undefined) expect.fail("no digits");
  const { columns, labels } = drawString([digit], createRandom(4));
  const ink = (values: Float32Array): number => values.reduce((a, b) => a + b, 0);
  expect(ink(columns)).toBeCloseTo(labels.length * ink(digit.pixels), 3);
  expect(new Set(labels)).toEqual(new Set([digit.label]));
});

test("training and testing share no image", () => {
  const parts = split(digits, 0.2, createRandom(0));
  const train = new Set(parts.train);
  expect(parts.test.some((digit) => train.has(digit))).toBe(false);
  expect(new Set([...parts.train, ...parts.test]).size).toBe(1797);
});

test("a window shows the columns around its own", () => {
  const string = drawString(digits, createRandom(1));
  const { windows, labels, labelLengths, inputLengths } = toBatch([drawString(digits, createRandom(2)), string]);
  const side = (WINDOW - 1) / 2;
  const paper = windows[0] ?? 0;
  const at = (column: number, offset: number, row: number): number =>
    windows[(WIDTH + column) * FEATURES + (offset + side) * HEIGHT + row] ?? Number.NaN;
  for (const column of [0, 1, 20, WIDTH - 1]) {
    for (let offset = -side; offset <= side; offset++) {
      for (let row = 0; row < HEIGHT; row++) {
        const isInside = column + offset >= 0 && column + offset < WIDTH;
        const ink = isInside ? (string.columns[(column + offset) * HEIGHT + row] ?? Number.NaN) : 0;
        expect(at(column, offset, row)).toBeCloseTo(paper + 3 * ink, 5);
      }
    }
  }
  expect([...labels.slice(LONGEST, LONGEST + string.labels.length)]).toEqual(string.labels.map((digit) => digit + 1));
  expect([labelLengths[1], inputLengths[1]]).toEqual([string.labels.length, string.width]);
});

test("text art draws two rows in a line", () => {
  const columns = new Float32Array(WIDTH * HEIGHT);
  columns[0] = 1; // first column, first row
  columns[HEIGHT + 1] = 1; // second column, second row
  columns[2 * HEIGHT] = 1; // third column, both
  columns[2 * HEIGHT + 1] = 1;
  const lines = textArt({ columns, width: 4, labels: [] }).split("\n");
  expect(lines).toHaveLength(HEIGHT / 2);
  expect(lines[0]).toBe("▀▄█");
});
