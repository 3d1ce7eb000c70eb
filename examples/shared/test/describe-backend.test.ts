import { expect, test } from "vitest";
import { describeBackend } from "../src/describe-backend.ts";

const info = { features: [], threads: 2, simd: "simd128" } as const;

test.each([
  [{ ...info, backend: "cpu" }, "cpu (2 threads)"],
  [{ ...info, backend: "cpu", threads: 1 }, "cpu (1 thread)"],
  [
    { ...info, backend: "cpu", fallback: "configure: the webgpu backend needs an adapter; got none" },
    "cpu (2 threads, since the webgpu backend needs an adapter; got none)",
  ],
  [{ ...info, backend: "webgpu", adapter: "acme, coyote" }, "webgpu (acme, coyote)"],
])("%j", (given, sentence) => {
  expect(describeBackend(given)).toBe(sentence);
});
