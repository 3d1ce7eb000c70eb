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
  const report = join(cache, "test-report.json");
  mkdirSync(cache, { recursive: true });
  rmSync(report, { force: true });
  const ok = succeeds(["test", "--", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
  const failuresBefore = failures.length;
  try {
    const results = JSON.parse(readFileSync(report, "utf8"));
    passed += results.numPassedTests;
    for (const file of results.testResults) {
      const failed = file.assertionResults.filter((/** @type {Assertion} */ { status }) => status === "failed");
      for (const { fullName } of failed) failures.push(`${file.name}: ${fullName}`);
      if (file.status === "failed" && failed.length === 0) failures.push(`${file.name}: could not be loaded`);
    }
  } catch {
    failures.push("npm test: gave no report");
  }
  if (!ok && failures.length === failuresBefore) failures.push("npm test: an error outside the tests");
}

/** @typedef {{ readonly status: string, readonly fullName: string }} Assertion */

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
