/**
 * @file `npm run check:package`: builds and packs `adjoint`, and looks at the tarball as a stranger would: its files, its
 * manifest, its types, and a program that installs it.
 */
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { pack } from "./lib/pack.mjs";
import { publishedPackage, root } from "./lib/paths.mjs";
import { run, runDependency, runNpm } from "./lib/run.mjs";

const fixtures = join(root, "test", "fixtures", "consumer");
const folder = mkdtempSync(join(tmpdir(), "adjoint-package-"));
try {
  assert.equal(run(process.execPath, [join(root, "scripts", "build.mjs")]), 0, "the build failed");
  const { tarball, files, sizeBytes } = pack(folder);
  console.log(`packed ${files.length} files, ${(sizeBytes / 1024).toFixed(1)} kB`);
  checkFiles(files);
  await checkManifest();
  checkTypes(tarball);
  checkConsumer(tarball);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {readonly string[]} files */
function checkFiles(files) {
  const strangers = files.filter((file) => !/^(dist\/|README\.md$|LICENSE$|package\.json$)/.test(file));
  assert.deepEqual(strangers, [], "the tarball has files that it should not");
  for (const file of [
    "dist/index.js",
    "dist/functions.js",
    "dist/production/functions.js",
    "dist/errors.md",
    "dist/node.js",
    "dist/index.d.ts",
    "README.md",
    "LICENSE",
  ])
    assert(files.includes(file), `the tarball lacks ${file}`);
  for (const file of files.filter((name) => /\.(js|ts)$/.test(name))) {
    const text = readFileSync(join(publishedPackage, file), "utf8");
    assert(!/(from|import)\s*\(?\s*["']@adjoint\//.test(text), `${file} imports a package that is not published`);
  }
}

async function checkManifest() {
  const { messages, pkg } = await publint({ pkgDir: publishedPackage, pack: "npm", strict: true });
  for (const message of messages) console.error(formatMessage(message, pkg));
  assert.equal(messages.length, 0, "publint found faults");
}

/** @param {string} tarball */
function checkTypes(tarball) {
  const code = runDependency("@arethetypeswrong/cli/dist/index.js", [tarball, "--profile", "esm-only", "--no-emoji"]);
  assert.equal(code, 0, "attw found faults");
}

/**
 * Installs the tarball into an empty project, where nothing of this repository can be found.
 *
 * @param {string} tarball
 */
function checkConsumer(tarball) {
  const project = join(folder, "consumer");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), JSON.stringify({ type: "module", private: true }));
  runNpm("npm", ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", tarball], { cwd: project });
  cpSync(fixtures, project, { recursive: true });
  for (const program of ["program.mjs", "functions.mjs"])
    assert.equal(run(process.execPath, [program], { cwd: project }), 0, `${program}, which imports adjoint, fails`);
  for (const resolution of ["bundler", "nodenext"]) {
    const module = resolution === "bundler" ? "esnext" : resolution;
    const flags = `--noEmit --strict --target es2022 --lib es2022 --types --module ${module} --moduleResolution ${resolution}`;
    // Each by itself: one import of `adjoint` gives tensors methods in the whole program.
    for (const program of ["program.ts", "functions.ts"]) {
      const args = flags.split(" ").concat(program);
      args.splice(args.indexOf("--types") + 1, 0, "");
      const code = runDependency("typescript/bin/tsc", args, { cwd: project });
      assert.equal(code, 0, `${program} checked with moduleResolution ${resolution} fails`);
    }
  }
}
