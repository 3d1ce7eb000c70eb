/** @file The runtimes that are no Node, from npm packages, and what a program does in them with the built package. */
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { BackendInfo } from "adjoint";
import { expect } from "vitest";
import { buildJavaScript } from "../../scripts/lib/build-javascript.mjs";
import { publishedPackage, root } from "../../scripts/lib/paths.mjs";

export type Runtime = "node" | "deno" | "bun";

/** What `fixtures/runtimes/program.mjs` prints. */
export interface Findings {
  readonly info: BackendInfo;
  readonly doubled: readonly number[];
  readonly sorted: readonly number[];
  readonly exp: number;
  readonly slope: number;
  readonly sum: number;
  readonly workers: number;
}

/**
 * Makes `folder` a project in which the package is installed as it is published, and `webgpu` too if so asked.
 * Gives the path of the program in it.
 */
export async function installInto(folder: string, { webgpu }: { readonly webgpu: boolean }): Promise<string> {
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "adjoint"), { recursive: true });
  cpSync(join(publishedPackage, "package.json"), join(modules, "adjoint", "package.json"));
  await buildJavaScript(join(modules, "adjoint", "dist"));
  if (webgpu) symlinkSync(realpathSync(join(root, "node_modules", "webgpu")), join(modules, "webgpu"), "junction");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
  const program = join(folder, "program.mjs");
  cpSync(join(root, "test", "fixtures", "runtimes", "program.mjs"), program);
  return program;
}

/** Deno and Bun lie in packages of their own for each platform. Nothing is installed by scripts. */
function binary(name: "deno" | "bun"): string {
  const { platform, arch } = process;
  const suffix = platform === "win32" ? ".exe" : "";
  const cpu = name === "bun" && arch === "arm64" ? "aarch64" : arch;
  const os = name === "bun" && platform === "win32" ? "windows" : platform;
  const owner = name === "bun" ? "@oven" : "@deno";
  const title = name === "bun" ? `bun-${os}-${cpu}` : `${os}-${cpu}${os === "linux" ? "-glibc" : ""}`;
  const require = createRequire(realpathSync(join(root, "node_modules", name, "package.json")));
  const folder = dirname(require.resolve(`${owner}/${title}/package.json`));
  const file = [join(folder, "bin", `${name}${suffix}`), join(folder, `${name}${suffix}`)].find((each) =>
    existsSync(each),
  );
  if (file === undefined) throw new Error(`${owner}/${title} has no binary`);
  return file;
}

/** Runs the program to its end, which has to come by itself, and gives what it found. Deno gets `permissions`. */
export async function runIn(
  runtime: Runtime,
  program: string,
  args: readonly string[],
  permissions: readonly string[] = [],
): Promise<Findings> {
  const file = runtime === "node" ? process.execPath : binary(runtime);
  const flags = runtime === "deno" ? ["run", "--no-prompt", "--no-lock", ...permissions] : [];
  // Nothing that the test runner sets for itself (NODE_PATH would find its packages), and no cache outside the folder.
  const { NODE_OPTIONS: _, NODE_PATH: __, ADJOINT_BACKEND: ___, ...inherited } = process.env;
  const env = { ...inherited, NO_COLOR: "1", DENO_DIR: join(dirname(program), "deno"), DENO_NO_UPDATE_CHECK: "1" };
  const options = { cwd: dirname(program), env, timeout: 60_000 };
  const { stdout } = await promisify(execFile)(file, [...flags, program, ...args], options);
  const line = stdout.split("\n").find((text) => text.startsWith("{"));
  return JSON.parse(line ?? "nothing was printed");
}

/** The values are right on every runtime and backend. */
export function expectRightValues({ doubled, sorted, exp, slope, sum }: Findings): void {
  expect(doubled).toEqual([2, 4, 6]);
  expect(sorted).toEqual([1, 2, 3]);
  // 4 ulp of float32 at e: what exp may be off by on any device.
  expect(Math.abs(exp - Math.E)).toBeLessThan(4 * 2 ** -22);
  expect(slope).toBeCloseTo(2, 3);
  expect(sum).toBe(2 ** 21);
}
