/** @file What the tests report beyond each test: how long each project took, and what a run comes to. */
import { writeFileSync } from "node:fs";

/** @import { Reporter, TestModule, TestProject, Vitest } from "vitest/node" */

/**
 * @typedef {object} Summary
 * @property {number} passed tests
 * @property {readonly string[]} failures one line for each test that failed or was skipped, and for whatever else is wrong
 */

/**
 * Prints a line for each project; writes the run's summary, as JSON, if told where to.
 *
 * @implements {Reporter}
 */
export class ProjectReport {
  /** @type {Vitest | undefined} */
  #vitest;
  /** @type {Map<string, { beginMs: number, endMs: number }>} */
  #times = new Map();
  /** @type {string | undefined} */
  #file;

  /** @param {string | undefined} file */
  constructor(file) {
    this.#file = file;
  }

  /** @param {Vitest} vitest */
  onInit(vitest) {
    this.#vitest = vitest;
  }

  /** @param {TestModule} module */
  onTestModuleQueued({ project }) {
    const nowMs = performance.now();
    if (!this.#times.has(project.name)) this.#times.set(project.name, { beginMs: nowMs, endMs: nowMs });
  }

  /** @param {TestModule} module */
  onTestModuleEnd({ project }) {
    const times = this.#times.get(project.name);
    if (times) times.endMs = performance.now();
  }

  /**
   * @param {readonly TestModule[]} modules
   * @param {readonly { readonly message: string }[]} errors outside tests
   */
  onTestRunEnd(modules, errors) {
    const projects = this.#vitest?.projects ?? [];
    const rows = projects.map((project) => this.#row(project, modules));
    console.log(["", ...rows.filter((row) => row.files > 0).map(print), ""].join("\n"));
    if (this.#file === undefined) return;
    const idle = rows.filter((row) => row.passed === 0).map(({ name }) => `${name}: no test passed`);
    /** @type {Summary} */
    const summary = {
      passed: rows.reduce((sum, row) => sum + row.passed, 0),
      failures: [...rows.flatMap((row) => row.failures), ...idle, ...errors.map(({ message }) => message)],
    };
    writeFileSync(this.#file, JSON.stringify(summary));
  }

  /**
   * @param {TestProject} project
   * @param {readonly TestModule[]} all
   */
  #row({ name }, all) {
    const modules = all.filter(({ project }) => project.name === name);
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const rest = tests.filter((test) => test.result().state !== "passed");
    const unloaded = modules.filter((module) => module.errors().length > 0);
    const { beginMs, endMs } = this.#times.get(name) ?? { beginMs: 0, endMs: 0 };
    return {
      name,
      files: modules.length,
      passed: tests.length - rest.length,
      failures: [
        ...rest.map((test) => `${name}: ${test.module.relativeModuleId}: ${test.fullName} (${test.result().state})`),
        ...unloaded.map((module) => `${name}: ${module.relativeModuleId}: an error outside its tests`),
      ],
      elapsedMs: endMs - beginMs,
    };
  }
}

/** @param {{ name: string, files: number, passed: number, failures: readonly string[], elapsedMs: number }} row */
function print({ name, files, passed, failures, elapsedMs }) {
  const seconds = `${(elapsedMs / 1000).toFixed(0)} s`;
  return `${name.padEnd(20)} ${files} files, ${passed} tests passed, ${failures.length} did not, ${seconds}`;
}
