import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Workspace packages answer to the condition "source" with their TypeScript, so tests never need a build. */
const conditions = ["source", "module", "node", "import", "default"];

export default defineConfig({
  resolve: {
    conditions,
    alias: [
      { find: /^adjoint$/, replacement: fileURLToPath(new URL("packages/adjoint/src/index.ts", import.meta.url)) },
    ],
  },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "bench/test/**/*.test.ts",
      "test/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**", "**/fixtures/**"],
    setupFiles: ["test/leak-check.setup.ts"],
    environment: "node",
    // Processes, not threads: the engine starts worker threads and shares memory with them itself.
    pool: "forks",
    maxWorkers: Math.max(1, Math.min(4, availableParallelism())),
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
  },
});
