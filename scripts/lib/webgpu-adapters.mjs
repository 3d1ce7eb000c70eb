/**
 * @file The WebGPU adapters that Node can have on this machine. Dawn, the package `webgpu`, brings no driver, and no
 * loader of drivers either: both are found by the environment that a process starts with.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cache, root } from "./paths.mjs";
import { isPackaged, locateChromium, unpackChromium } from "./unpack-chromium.mjs";

/**
 * @typedef {object} Adapter
 * @property {"swiftshader" | "lavapipe" | "native"} name `native` is what the machine has of its own: a GPU
 * @property {Readonly<Record<string, string>>} env what a process must be started with to find it
 */

/** Where the loader looks for descriptions of drivers. */
const driverFolders = ["/etc/vulkan/icd.d", "/usr/local/share/vulkan/icd.d", "/usr/share/vulkan/icd.d"];

/**
 * The adapters to test with. On Linux on x86-64, SwiftShader always, so that everyone tests alike; lavapipe and a GPU as
 * well, where the machine has them and Dawn takes them. Elsewhere what the machine has.
 *
 * Nothing is unpacked yet: `prepareAdapter` does that.
 *
 * @param {(line: string) => void} [announce] hears of drivers that are there and of no use
 * @returns {readonly Adapter[]}
 */
export function adapters(announce = console.warn) {
  if (!isPackaged) return [native];
  const others = [lavapipe(), ...(hasGpu() ? [native] : [])].filter((adapter) => adapter !== undefined);
  return [swiftShader(), ...others.filter((adapter) => isUsable(adapter, announce))];
}

/**
 * @param {Adapter} adapter
 * @param {(line: string) => void} announce
 */
function isUsable({ name, env }, announce) {
  const { description } = probe(env);
  const isSoftware = /llvmpipe|swiftshader/i.test(description ?? "");
  if (description !== undefined && (name === "native") !== isSoftware) return true;
  announce(
    `WebGPU in Node is not tested with the installed ${titles[name]}: Dawn finds no such adapter. ${remedies[name]}.`,
  );
  return false;
}

/** @type {Readonly<Record<Adapter["name"], string>>} */
const titles = { swiftshader: "SwiftShader", lavapipe: "lavapipe", native: "driver of a GPU" };

/** @type {Readonly<Record<Adapter["name"], string>>} */
export const remedies = {
  swiftshader: `It comes with the package @sparticuz/chromium: delete ${cache} and node_modules, and run npm test again`,
  lavapipe: "It takes Mesa 25; Debian 12 has 22 and, as mesa-vulkan-drivers in bookworm-backports, 25",
  native: "It takes a driver for Vulkan (Linux), Metal (macOS) or Direct3D 12 (Windows)",
};

/** @type {Adapter} */
const native = { name: "native", env: {} };

/** @returns {Adapter} */
export function swiftShader() {
  const { vulkanLoader, swiftshader } = locateChromium();
  const libraries = [vulkanLoader, process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(delimiter);
  return { name: "swiftshader", env: { LD_LIBRARY_PATH: libraries, VK_DRIVER_FILES: swiftshader } };
}

/** @returns {Adapter | undefined} */
function lavapipe() {
  const driver = driverFiles().find((file) => /\/lvp_icd\.[^/]*json$/.test(file));
  if (driver === undefined) return undefined;
  // It complains when there is no such folder.
  const folder = process.env["XDG_RUNTIME_DIR"] ?? cache;
  mkdirSync(folder, { recursive: true });
  return { name: "lavapipe", env: { VK_DRIVER_FILES: driver, XDG_RUNTIME_DIR: folder } };
}

function driverFiles() {
  return driverFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)));
}

/** Distributions install drivers for GPUs that are not there; so look for the GPU itself. */
export function hasGpu() {
  if (existsSync("/dev/nvidia0")) return driverFiles().some((file) => file.includes("nvidia"));
  return existsSync("/dev/dri") && readdirSync("/dev/dri").some((name) => name.startsWith("renderD"));
}

/**
 * Makes sure that a process started with the adapter's environment finds it, and gives what it says of itself.
 *
 * @param {Adapter} adapter
 * @throws {Error} that says how to get one
 */
export async function prepareAdapter({ name, env }) {
  if (name === "swiftshader") await unpackChromium();
  const { description, complaints } = probe(env);
  if (description !== undefined) return description;
  throw new Error(`WebGPU finds no adapter in Node (${titles[name]}). ${remedies[name]}.\n${complaints}`.trim());
}

/**
 * Looks for an adapter in a process of its own.
 *
 * @param {Readonly<Record<string, string>>} env on top of this process's
 * @returns {{ readonly description: string | undefined, readonly complaints: string }}
 */
export function probe(env) {
  const script = join(root, "scripts", "lib", "probe-adapter.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { description: stdout.trim() || undefined, complaints: stderr };
}
