import { afterAll, expect, test } from "vitest";
import { removeBuilds } from "../scripts/lib/bundle-page.mjs";
import { ceilingBytes, measureSize } from "../scripts/lib/measure-size.mjs";

afterAll(removeBuilds);

// Bundled for production from the package as published, minified and in chunks: a bundler that drops the methods of tensors, or the
// registration of backends, leaves a page that prints no such line.
test.each(["train-from-functions.ts", "train-elementwise.ts"])(
  "a bundled page that trains on the CPU learns, and does not grow: %s",
  { timeout: 120_000 },
  async (page) => {
    const { parts, gzipBytes, printed } = await measureSize(page);
    expect(printed).toBe("2.000 1.000\n");
    expect(gzipBytes, JSON.stringify(parts)).toBeLessThanOrEqual(ceilingBytes[page] ?? 0);
    const late = /dot-runner|program-of|expansions|rare-|team|worker-main|page-queue|backend-webgpu/;
    expect(parts.filter(({ file }) => late.test(file))).toEqual([]);
  },
);

test("a bundled page that multiplies matrices learns, and loads what products need", { timeout: 120_000 }, async () => {
  const { parts, printed } = await measureSize("train-with-matmul.ts");
  expect(printed).toBe("2.000 1.000\n");
  const late = parts.filter(({ file }) => /dot-runner|epilogues|rare-graphs/.test(file));
  expect(late, JSON.stringify(parts)).toHaveLength(3);
});

test("a bundled page has the gradient rules of what it builds, and of their gradients", {
  timeout: 120_000,
}, async () => {
  const { printed } = await measureSize("differentiate-rare.ts");
  // The gradients of Σ f(x)², and of the sum of their squares, at x = [1, 3, 2, 5].
  const same = "2 6 4 10 8 24 16 40";
  const product = "1800 600 900 360 11678400 5812800 8269200 3579840";
  expect(printed.trim().split("\n")).toEqual([
    `permute ${same}`,
    `pad ${same}`,
    "slice 0 6 4 0 0 24 16 0",
    `flip ${same}`,
    "matmul 184 368 372 776 166688 342432 343648 715552",
    "conv2d 548 908 712 1108 1078880 1533216 1288384 1780192",
    "avgPool2d 2 2 3.5 3.5 4 4 7 7",
    "gather 2 0 4 0 8 0 16 0",
    "scatterAdd 14 14 6 10 192 168 80 40",
    `sort ${same}`,
    "cumsum 44 42 34 22 1568 1392 1048 568",
    `prod ${product}`,
    "customVjp 8 24 16 40 128 384 256 640",
    `scan ${product}`,
  ]);
});
