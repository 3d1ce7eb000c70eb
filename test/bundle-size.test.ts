import * as adjoint from "adjoint";
import { expect, test } from "vitest";
import { ceilingBytes, measureSize } from "../scripts/lib/measure-size.mjs";

// There is nothing to weigh before the package exports anything.
test.runIf(Object.keys(adjoint).length > 0)("a page that trains on the CPU stays under its ceiling", async () => {
  const { parts, gzipBytes } = await measureSize();
  expect(gzipBytes, JSON.stringify(parts)).toBeLessThanOrEqual(ceilingBytes);
});
