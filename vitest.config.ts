import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { chooseChromium } from "./scripts/lib/chromium.mjs";
import { entryAliases } from "./scripts/lib/entries.mjs";
import { ProjectReport } from "./scripts/lib/project-report.mjs";
import { SlowFirst } from "./scripts/lib/slow-first.mjs";
import { type Adapter, adapters } from "./scripts/lib/webgpu-adapters.mjs";

/** Workspace packages answer to the condition "source" with their TypeScript, so tests never need a build. */
const alias = Object.entries(entryAliases).map(([name, replacement]) => ({
  find: new RegExp(`^${name}$`),
  replacement,
}));

/** Test files by the middle of their name: `cases.test.ts`, `cases.webgpu.test.ts`, `cases.browser.test.ts`. */
const files = (kind: "" | ".webgpu" | ".browser") =>
  ["packages/*/test", "examples/*/test", "bench/test", "test"].map((folder) => `${folder}/**/*${kind}.test.ts`);

const shared = {
  exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
  setupFiles: ["test/methods.setup.ts", "test/leak-check.setup.ts", "test/cpu-variant.setup.ts"],
  testTimeout: 30_000,
  hookTimeout: 30_000,
  teardownTimeout: 10_000,
};

function nodeProject(test: TestProjectInlineConfiguration["test"]): TestProjectInlineConfiguration {
  const conditions = ["source", "module", "node", "import", "default"];
  return {
    resolve: { conditions, alias },
    ssr: { resolve: { conditions } },
    test: {
      ...shared,
      environment: "node",
      // Processes, not threads: the engine starts worker threads and shares memory with them itself.
      pool: "forks",
      maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
      ...test,
    },
  };
}

const plainNode = nodeProject({
  name: "node",
  include: files(""),
  exclude: [...shared.exclude, ...files(".webgpu"), ...files(".browser")],
});

/** What does not depend on the driver: counts of bytes and kernels, errors of ours, examples, the bench, other runtimes. */
const ofAnyDriver = [
  "bench/**",
  "examples/**",
  "packages/estimators/**",
  "packages/adjoint/test/{api-surface,disposed,double-precision,explain-parity,memory-of-*,training-plans}.webgpu.test.ts",
  "packages/backend-webgpu/test/user-lines.webgpu.test.ts",
  "packages/losses/test/catalogue/**",
  "test/runtimes.webgpu.test.ts",
];

/**
 * Where lavapipe is the second opinion: one row of four, and machine code as LLVM gives it without optimising. With nothing
 * cached that took 39 s of the processor for 61 s in the extremes of losses, and 8 % less in products, which compute more.
 */
const secondOpinion = { ADJOINT_SAMPLE: "4", GALLIVM_PERF: "nopt" };

function webgpuProject({ name, env }: Adapter): TestProjectInlineConfiguration {
  // SwiftShader, which is there whenever lavapipe is, runs everything.
  const isSecond = name === "lavapipe" && process.env["ADJOINT_ALL_CASES"] === undefined;
  return nodeProject({
    name: `webgpu ${name}`,
    include: files(".webgpu"),
    exclude: isSecond ? [...shared.exclude, ...ofAnyDriver] : shared.exclude,
    globalSetup: "test/set-up/find-adapter.ts",
    provide: { adapter: name },
    // The environment of the test's process from its start: it decides which driver Dawn finds.
    // Nothing is measured beside the tests.
    env: { ...env, ADJOINT_TUNE: "0", ...(isSecond ? secondOpinion : {}) },
    // A software adapter takes all cores for itself.
    sequence: { groupOrder: 1 },
    testTimeout: 120_000,
  });
}

function chromiumProject(isolated: boolean): TestProjectInlineConfiguration {
  const name = isolated ? "chromium isolated" : "chromium plain";
  const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  return {
    resolve: { conditions: ["source", "module", "browser", "import", "default"], alias },
    server: { headers: isolated ? isolation : {} },
    test: {
      ...shared,
      name: `${name} page`,
      include: files(".browser"),
      // Isolation gives a page threads; WebGPU is the same without it.
      exclude: isolated ? shared.exclude : [...shared.exclude, "packages/*/test/**/*-webgpu.browser.test.ts"],
      globalSetup: "test/set-up/start-chromium.ts",
      provide: { isolated },
      sequence: { groupOrder: isolated ? 2 : 3 },
      fileParallelism: false,
      testTimeout: 120_000,
      browser: {
        enabled: true,
        headless: true,
        provider: playwright({ launchOptions: chooseChromium().options }),
        instances: [{ browser: "chromium", name }],
        screenshotFailures: false,
      },
    },
  };
}

export default defineConfig({
  test: {
    sequence: { sequencer: SlowFirst },
    reporters: ["default", new ProjectReport(process.env["ADJOINT_TEST_SUMMARY"])],
    projects: [plainNode, ...adapters().map(webgpuProject), chromiumProject(true), chromiumProject(false)],
  },
});
