import { expect, test } from "vitest";
import { ceilingBytes, measureSize } from "../scripts/lib/measure-size.mjs";

// Bundled from the package as published, minified and in chunks: a bundler that drops the methods of tensors, or the
// backends' registration, leaves a page that prints no such line.
test("a bundled page that trains on the CPU learns, and stays under its ceiling", { timeout: 60_000 }, async () => {
  const { parts, gzipBytes, printed } = await measureSize("train-elementwise.ts");
  expect(printed).toBe("2.000 1.000\n");
  expect(gzipBytes, JSON.stringify(parts)).toBeLessThanOrEqual(ceilingBytes);
});

test("a bundled page that multiplies matrices learns, and loads more", { timeout: 60_000 }, async () => {
  const { gzipBytes, printed } = await measureSize("train-with-matmul.ts");
  expect(printed).toBe("2.000 1.000\n");
  expect(gzipBytes).toBeGreaterThan(ceilingBytes / 2);
});
