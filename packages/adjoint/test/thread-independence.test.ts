/** @file The number of threads changes no bit of any result, and threads that rest keep no process alive. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { shutdown } from "adjoint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleForNode } from "../../../scripts/lib/bundle.mjs";
import { PROGRAMS } from "./support/programs.ts";
import { sameBits, valuesOn } from "./support/values-on.ts";

afterAll(() => shutdown());

describe("one, two and three threads give the same bits", () => {
  test.each(Object.entries(PROGRAMS))("%s", async (_, run) => {
    const one = await valuesOn({ backend: "cpu", threads: 1 }, run);
    expect(one.some((values) => values.some((value) => value !== 0))).toBe(true);
    for (const threads of [2, 3]) {
      const several = await valuesOn({ backend: "cpu", threads }, run);
      expect(sameBits(several, one)).toEqual(one.map(() => true));
    }
  });
});

describe("a program with threads ends by itself", () => {
  const programs: Readonly<Record<string, string>> = {
    "after a read": "const x = rand([600, 600]); console.log((await x.matmul(x).sum().item()) > 0);",
    "without waiting for what it enqueued": "const x = rand([600, 600]); realize(x.matmul(x)); console.log(true);",
    "after a failure": 'try { tensor([1]).reshape([2]); } catch { console.log("true"); }',
  };

  let folder = "";
  let library = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "threads-"));
    const bundles = await bundleForNode(
      { adjoint: fileURLToPath(new URL("../src/index.ts", import.meta.url)) },
      folder,
    );
    library = pathToFileURL(bundles["adjoint"] ?? "").href;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(Object.entries(programs))("%s", async (_, body) => {
    const program = `import { configure, rand, realize, tensor } from "${library}";
      await configure({ threads: 3 }); ${body}`;
    expect(await endOf(program)).toEqual({ code: 0, output: "true\n", errors: "" });
  });
});

interface End {
  /** Null if it had to be ended. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program in a process of its own, which has ten seconds to end. */
function endOf(program: string): Promise<End> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], { timeout: 10_000 });
    let output = "";
    let errors = "";
    child.stdout.on("data", (data) => {
      output += data;
    });
    child.stderr.on("data", (data) => {
      errors += data;
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}
