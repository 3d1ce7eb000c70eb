/**
 * @file `node scripts/cpu-variants.mjs`: the tests of operations, losses and layers on every variant of the CPU backend:
 * one and two threads, with and without relaxed SIMD, and in the modes of pages. Arguments go to vitest, in place of the
 * usual files.
 */
import { bootstrap } from "./bootstrap.mjs";
import { runDependency } from "./lib/run.mjs";

const variants = [
  { threads: 1, simd: "simd128" },
  { threads: 2, simd: "simd128" },
  { threads: 1, simd: "relaxed" },
  { threads: 2, simd: "relaxed" },
  { threads: 2, mode: "coordinated" },
  { threads: 1, mode: "sliced" },
];
const usual = ["packages/adjoint/test/cases.test.ts", "packages/losses", "packages/nn"];

bootstrap();
const given = process.argv.slice(2);
const failed = variants.filter((variant) => {
  const text = JSON.stringify(variant);
  console.log(`\nthe CPU backend with ${text}`);
  process.env["ADJOINT_CPU"] = text;
  const files = given.length > 0 ? given : usual;
  return runDependency("vitest/vitest.mjs", ["run", "--project", "node", ...files]) !== 0;
});
for (const variant of failed) console.log(`failed: ${JSON.stringify(variant)}`);
process.exitCode = failed.length > 0 ? 1 : 0;
