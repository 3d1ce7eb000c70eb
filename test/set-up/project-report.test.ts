import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { TestModule, Vitest } from "vitest/node";
import { ProjectReport } from "../../scripts/lib/project-report.mjs";

type State = "passed" | "failed" | "skipped" | "pending";

/** As much of a test file as the report asks for. */
function file(name: string, relativeModuleId: string, states: readonly State[], errors: readonly string[] = []) {
  const tests = states.map((state, i) => ({
    fullName: `test ${i}`,
    result: () => ({ state }),
    module: { relativeModuleId },
  }));
  const children = { allTests: () => tests.values() };
  return { project: { name }, relativeModuleId, children, errors: () => errors } as unknown as TestModule;
}

test("counts the tests of all projects, and takes whatever did not pass for a failure", () => {
  const folder = mkdtempSync(join(tmpdir(), "adjoint-report-"));
  const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    const report = new ProjectReport(join(folder, "summary.json"));
    report.onInit({ projects: [{ name: "node" }, { name: "page" }, { name: "idle" }] } as unknown as Vitest);
    const modules = [
      file("node", "a.test.ts", ["passed", "passed"]),
      file("node", "b.test.ts", ["failed", "skipped"]),
      file("page", "a.test.ts", ["passed"]),
      file("page", "c.test.ts", [], ["no such module"]),
    ];
    for (const module of modules) report.onTestModuleQueued(module);
    for (const module of modules) report.onTestModuleEnd(module);
    report.onTestRunEnd(modules, [{ message: "a rejection that nothing caught" }]);
    expect(JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"))).toEqual({
      passed: 3,
      failures: [
        "node: b.test.ts: test 0 (failed)",
        "node: b.test.ts: test 1 (skipped)",
        "page: c.test.ts: an error outside its tests",
        "idle: no test passed",
        "a rejection that nothing caught",
      ],
    });
    expect(print.mock.calls.join()).toMatch(/node +2 files, 2 tests passed, 2 did not, 0 s\npage +2 files, 1 tests/);
  } finally {
    print.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  }
});
