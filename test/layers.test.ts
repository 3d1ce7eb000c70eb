import { expect, test } from "vitest";
import { findLayerFaults } from "../scripts/lib/find-layer-faults.mjs";
import { layers } from "../scripts/lib/layers.mjs";

function faultsOf(sources: Readonly<Record<string, string>>): string[] {
  return findLayerFaults(new Map(Object.entries(sources)), layers);
}

test.each([
  ["a package's own files", "packages/core/src/a.ts", `import { b } from "./lower/b.ts";`],
  ["core from autograd", "packages/autograd/src/a.ts", `import { a } from "@adjoint/core";`],
  ["customVjp from losses", "packages/losses/src/a.ts", `import { customVjp } from "@adjoint/autograd";`],
  ["a type from losses", "packages/losses/src/a.ts", `import type { Tree } from "@adjoint/autograd";`],
  ["a backend, lazily", "packages/adjoint/src/a.ts", `const load = () => import("@adjoint/backend-cpu");`],
  ["Node from a backend", "packages/backend-cpu/src/a.ts", `const threads = () => import("node:worker_threads");`],
  ["the tools from bench", "bench/src/host/a.ts", `import "../../../scripts/lib/bundle.mjs";`],
  ["a WebGPU type in its backend", "packages/backend-webgpu/src/a.ts", "let device: GPUDevice;"],
  ["a WebGPU type in a comment", "packages/core/src/a.ts", `/** Not a GPUDevice. */ const text = "GPUDevice";`],
])("allows %s", (_name, path, text) => {
  expect(faultsOf({ [path]: text })).toEqual([]);
});

test.each([
  ["upwards", "packages/core/src/a.ts", `import { grad } from "@adjoint/autograd";`, "may not import"],
  ["upwards, for a type", "packages/core/src/a.ts", `import type { Rule } from "@adjoint/autograd";`, "may not import"],
  ["upwards, inside a type", "packages/core/src/a.ts", `let a: import("@adjoint/nn").Layer;`, "may not import"],
  ["upwards, passed on", "packages/optim/src/a.ts", `export * from "@adjoint/nn";`, "may not import"],
  ["grad from losses", "packages/losses/src/a.ts", `import { grad } from "@adjoint/autograd";`, "may not take grad"],
  ["a backend, eagerly", "packages/adjoint/src/a.ts", `import "@adjoint/backend-webgpu";`, "dynamic import alone"],
  ["a relative path outside", "packages/nn/src/a.ts", `import "../../core/src/shape.ts";`, "leaves the package"],
  [
    "the tools from a package",
    "packages/nn/src/a.ts",
    `import "../../../scripts/lib/bundle.mjs";`,
    "leaves the package",
  ],
  ["other scripts from bench", "bench/src/a.ts", `import "../../scripts/build.mjs";`, "leaves the package"],
  ["test helpers", "packages/nn/src/a.ts", `import "@adjoint/core/testing";`, "is for tests"],
  ["Node from core", "packages/core/src/a.ts", `import { join } from "node:path";`, "may not import node:path"],
  ["a dependency from core", "packages/core/src/a.ts", `import _ from "lodash";`, "may not import lodash"],
  ["an undeclared dependency", "bench/src/a.ts", `import _ from "lodash";`, "missing from package.json"],
  ["whatever it likes", "packages/core/src/a.ts", "import(name);", "may not import computed name"],
  ["a WebGPU type", "packages/core/src/a.ts", "let device: GPUDevice;", "may name GPUDevice"],
  ["a package of no layer", "packages/new/src/a.ts", "", "belongs to no layer"],
])("refuses %s", (_name, path, text, fault) => {
  expect(faultsOf({ [path]: text })).toEqual([expect.stringContaining(fault)]);
});

test("refuses a cycle of files", () => {
  const faults = faultsOf({
    "packages/core/src/a.ts": `import "./b.ts";`,
    "packages/core/src/b.ts": `import "./c.ts";`,
    "packages/core/src/c.ts": `import "./a.ts";`,
  });
  expect(faults).toEqual([expect.stringContaining("cycle: packages/core/src/a.ts → packages/core/src/b.ts")]);
});

test("allows two files whose types refer to each other", () => {
  const faults = faultsOf({
    "packages/core/src/a.ts": `import type { B } from "./b.ts";`,
    "packages/core/src/b.ts": `import type { A } from "./a.ts";`,
  });
  expect(faults).toEqual([]);
});

test("refuses a cycle of packages", () => {
  const table = layers.map((layer) =>
    layer.name === "@adjoint/core" ? { ...layer, imports: ["@adjoint/nn"] } : layer,
  );
  const sources = new Map([
    ["packages/core/src/a.ts", `import "@adjoint/nn";`],
    ["packages/nn/src/a.ts", `import "@adjoint/core";`],
  ]);
  expect(findLayerFaults(sources, table)).toEqual(["cycle: @adjoint/core → @adjoint/nn → @adjoint/core"]);
});
