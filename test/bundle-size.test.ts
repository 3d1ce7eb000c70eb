import { expect, test } from "vitest";
import { ceilingBytes, measureSize } from "../scripts/lib/measure-size.mjs";

// Bundled from the package as published, minified and in chunks: a bundler that drops the methods of tensors, or the
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
