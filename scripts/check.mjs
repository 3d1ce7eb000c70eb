/**
 * @file `npm run check`: everything that must hold beside the tests; with `--tests`, the tests as well. Its last line
 * counts what passed and what failed: each test, and each check once.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cache } from "./lib/paths.mjs";
import { runNpm } from "./lib/run.mjs";

const checks = ["lint", "types", "check:layers", "check:size", "check:package"];

let passed = 0;
/** @type {string[]} */
const failures = [];

if (process.argv.includes("--tests")) countTests();
for (const check of checks) {
  if (succeeds(["run", "--silent", check])) passed += 1;
  else failures.push(check);
}

for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

function countTests() {
  const file = join(cache, "test-summary.json");
  mkdirSync(cache, { recursive: true });
  rmSync(file, { force: true });
  process.env["ADJOINT_TEST_SUMMARY"] = file;
  const ok = succeeds(["test"]);
  const failuresBefore = failures.length;
  try {
    /** @type {import("./lib/project-report.mjs").Summary} */
    const summary = JSON.parse(readFileSync(file, "utf8"));
    passed += summary.passed;
    failures.push(...summary.failures);
  } catch {
    failures.push("npm test: did not come to its end");
  }
  if (!ok && failures.length === failuresBefore) failures.push("npm test: an error outside the tests");
}

/** @param {readonly string[]} args */
function succeeds(args) {
  console.log(`\n> npm ${args.join(" ")}`);
  try {
    runNpm("npm", args, { show: true });
    return true;
  } catch {
    return false;
  }
}
