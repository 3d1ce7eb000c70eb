import { CommanderError } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { engineNames } from "../../src/catalogue/engines.ts";
import { workloads } from "../../src/catalogue/workloads.ts";
import { type Flags, parseFlags } from "../../src/flags.ts";
import { selectEngines, selectWorkloads } from "../../src/select.ts";

let said = "";
beforeEach(() => {
  said = "";
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((text) => {
      said += String(text);
      return true;
    });
});
afterEach(() => vi.restoreAllMocks());

const parse = (line: string): Flags => parseFlags(line.split(" ").filter((word) => word !== ""));

/** The exit code of what does not parse. */
function refused(line: string): number {
  try {
    parse(line);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
  }
  return -1;
}

describe("flags", () => {
  test("without any, everything runs in Node at full pace", () => {
    const flags = parse("");
    expect(flags).toMatchObject({ workload: [], engine: [], runtime: "node", quick: false, json: false, list: false });
    expect(selectWorkloads(flags.workload, flags.quick)).toEqual(workloads);
    expect(selectEngines(flags.engine)).toEqual(engineNames);
  });

  test("words are separated by blanks or commas, in one flag or several", () => {
    expect(parse("--workload matmul,gelu softmax --quick --workload ctc").workload).toEqual([
      "matmul",
      "gelu",
      "softmax",
      "ctc",
    ]);
  });

  test.each([
    ["--workload sorting", "'sorting'. Choose from matmul, matmul-nn, "],
    ["--workload matmul nosuch*", "'nosuch*'. Choose from"],
    ["--engine numpy", `'numpy'. Choose from ${engineNames.join(", ")}.`],
    ["--runtime bun", "Allowed choices are node, chromium."],
    ["--adapter radeon", "Allowed choices are swiftshader, lavapipe, native."],
    ["--fast", "unknown option '--fast'"],
    ["matmul", "too many arguments"],
    ["--compare a.json", "takes two files; got 1"],
  ])("%s is refused, with what there is", (line, message) => {
    expect(refused(line)).toBeGreaterThan(0);
    expect(said).toContain(message);
  });

  test("help ends with 0", () => {
    expect(refused("--help")).toBe(0);
    expect(said).toContain("--adapter <adapter>");
  });
});

describe("selection", () => {
  const names = (words: string[], isQuick = false): string[] => selectWorkloads(words, isQuick).map(({ name }) => name);

  test("a word is a name, a family, a kind or a pattern", () => {
    expect(names(["matmul-64-nt"])).toEqual(["matmul-64-nt"]);
    expect(names(["matmul-nt"])).toContain("matmul-2048-nt");
    expect(names(["matmul-nt"])).not.toContain("matmul-2048-nn");
    expect(names(["matmul"])).toEqual(expect.arrayContaining(["matmul-2048-nt", "matmul-64-nn"]));
    expect(names(["gelu-2^1*"])).toEqual(["gelu-2^10", "gelu-2^12", "gelu-2^14", "gelu-2^16", "gelu-2^18"]);
  });

  test("a quick run takes the quick ones, and what was asked for by name", () => {
    expect(names([], true)).toEqual(workloads.filter(({ isQuick }) => isQuick).map(({ name }) => name));
    expect(names(["matmul"], true)).not.toContain("matmul-2048-nn");
    expect(names(["matmul", "matmul-2048-nn"], true)).toEqual(
      expect.arrayContaining(["matmul-64-nn", "matmul-2048-nn"]),
    );
  });

  test("engines are meant by name, library or pattern, and keep their order", () => {
    expect(selectEngines(["tfjs"])).toEqual(["tfjs-cpu", "tfjs-wasm", "tfjs-webgpu"]);
    expect(selectEngines(["loops", "adjoint-cpu"])).toEqual(["adjoint-cpu", "loops"]);
    expect(selectEngines(["*webgpu"])).toEqual(["adjoint-webgpu", "tfjs-webgpu", "jax-js-webgpu", "gpu.js-webgpu"]);
  });
});

describe("a suite", () => {
  test("selects its workloads and engines, unless others are named", () => {
    const { workload, engine } = parse("--suite webgpu");
    expect(workload).toContain("tiny-ops-1000");
    expect(engine).toEqual(["adjoint-webgpu", "tfjs-webgpu", "jax-js-webgpu", "pytorch"]);
    expect(parse("--suite webgpu --workload gelu")).toMatchObject({ suite: "webgpu", workload: ["gelu"], engine });
    // One with several goals is measured once.
    const named = parse("--suite cpu").workload;
    expect(new Set(named).size).toBe(named.length);
  });

  test("must be one that there is", () => {
    expect(refused("--suite none")).toBeGreaterThan(0);
    expect(said).toContain("webgpu");
  });
});
