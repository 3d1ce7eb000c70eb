/** @file A real Chromium for tests: which one, how it starts, and that it does. */
import { chromium } from "playwright";
import { findBrowser } from "./find-browser.mjs";
import { isPackaged, locateChromium, unpackChromium } from "./unpack-chromium.mjs";

/** @import { Browser, LaunchOptions } from "playwright" */

/** A path here is taken instead of any other browser. */
const choice = "ADJOINT_CHROMIUM";

/** Sandboxes need rights that containers do not give, and nothing is opened but pages of this repository. */
const everywhere = ["--no-sandbox", "--enable-unsafe-webgpu"];

const isLinux = process.platform === "linux";

/** Chromium comes with SwiftShader. For a GPU on Linux it wants to be told of Vulkan; elsewhere it knows itself. */
const adapterArgs = {
  swiftshader: ["--use-webgpu-adapter=swiftshader"],
  native: isLinux
    ? ["--enable-features=Vulkan", "--use-vulkan=native", "--use-angle=vulkan", "--ignore-gpu-blocklist"]
    : [],
};

/**
 * Which browser the tests take and how it starts; nothing is unpacked yet. On Linux on x86-64 it is the packaged one,
 * elsewhere what is installed.
 *
 * @param {keyof typeof adapterArgs} [adapter] for WebGPU: on Linux SwiftShader unless asked, whatever else the machine has
 * @returns {{ readonly description: string, readonly options: LaunchOptions }}
 */
export function chooseChromium(adapter = isLinux ? "swiftshader" : "native") {
  const chosen = process.env[choice];
  const args = [...everywhere, ...adapterArgs[adapter]];
  if (chosen !== undefined) return { description: `${chosen} (${choice})`, options: { executablePath: chosen, args } };
  if (isPackaged) {
    const { version, executable, libraries, fonts } = locateChromium();
    const env = { ...process.env, LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fonts };
    return { description: `Chromium ${version}`, options: { executablePath: executable, args, env } };
  }
  const executablePath = findBrowser();
  if (executablePath !== undefined) return { description: executablePath, options: { executablePath, args } };
  return { description: "Playwright's own Chromium", options: { args } };
}

const remedy = `Set ${choice} to the path of a Chrome or Chromium that does`;

/**
 * Starts the browser. The caller closes it.
 *
 * @param {Omit<LaunchOptions, "executablePath" | "channel"> & { adapter?: keyof typeof adapterArgs }} [more] beyond what
 * `chooseChromium` says
 * @returns {Promise<Browser>}
 */
export async function launchChromium({ args = [], env = {}, adapter, ...more } = {}) {
  const { description, options } = chooseChromium(adapter);
  if (options.executablePath === locateChromium().executable) await unpackChromium();
  try {
    return await chromium.launch({
      ...options,
      ...more,
      args: [...(options.args ?? []), ...args],
      env: { ...(options.env ?? process.env), ...env },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${description} does not start. ${remedy}. What was said:\n${reason}`, { cause: error });
  }
}
