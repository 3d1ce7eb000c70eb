import { describe, expect, test } from "vitest";
import { formatBytes, formatMs, formatNumber, formatPercent, formatSpread } from "../../src/report/format.ts";
import { tableText } from "../../src/report/table.ts";
import { aReport } from "./a-report.ts";

describe("the table", () => {
  const lines = tableText(aReport).split("\n");
  const line = (pattern: RegExp): string => lines.find((one) => pattern.test(one)) ?? "";

  test("begins with the machine and its limits", () => {
    expect(lines.slice(0, 5).join("\n")).toMatch(/Quick run .*WebGPU by swiftshader(.|\n)*AMD EPYC, 2 cores/);
    expect(line(/^Limits, cpu/)).toContain("45.0 GFLOP/s on one thread, 88.0 on 2");
    expect(line(/^Limits, webgpu/)).toContain("there is no adapter");
  });

  test("has time, spread, ratio, rate and share in a row", () => {
    expect(line(/│ loops .*20.0 ms/)).toMatch(/20\.0 ms.*±5\.0 %.*×10\.0.*0\.500 GFLOP\/s.*1\.5 % fma.*0\.12/);
  });

  test("puts counters below the row they belong to", () => {
    const row = lines.findIndex((one) => /│ adjoint-cpu .*2\.00 ms/.test(one));
    expect(lines[row + 1]).toContain("3 dispatches, 1 submits, 12.0 MiB moved");
  });

  test("says why an engine has no time, in a line", () => {
    expect(line(/FAILED/)).toMatch(/tfjs-wasm.*FAILED: threw <script>.*…/);
    expect(line(/WRONG/)).toContain("out[3] is 1, expected 2");
    expect(line(/absent/)).toBe("  absent (does not have it): tfjsctcloss, gpu.js-cpu");
    expect(line(/missing/)).toBe("  missing (there is no python3 with torch): pytorch");
  });

  test("flags a loss that is off, shows what memory does, and ends with the growth", () => {
    expect(line(/OFF/)).toMatch(/tfjs-webgpu.*3\.0000 OFF \(2\.0001\)/);
    expect(line(/holds/)).toContain("holds 977 KiB → 977 KiB, process 95.4 MiB → 105 MiB");
    expect(lines.slice(-3).join()).toMatch(/matmul-nn .*2\.91/);
  });
});

test.each([
  [formatMs(1234), "1.23 s"],
  [formatMs(12.34), "12.3 ms"],
  [formatMs(0.01234), "12.3 µs"],
  [formatMs(0.00001), "10.0 ns"],
  [formatMs(0), "0 ns"],
  [formatBytes(0), "0 B"],
  [formatBytes(1024), "1.00 KiB"],
  [formatNumber(123456), "1.2e5"],
  [formatPercent(0.0123), "1.2 %"],
  [formatPercent(1.5), "150 %"],
  [formatSpread({ median: 10, low: 9, high: 11 }), "±10 %"],
  [formatSpread({ median: 10, low: 1, high: 100 }), "1.00 ms … 100 ms"],
  [formatSpread({ median: 10, low: 10, high: 10 }), ""],
])("%s", (written, expected) => expect(written).toBe(expected));
