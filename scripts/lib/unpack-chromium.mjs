/**
 * @file A Chromium, and SwiftShader, the software WebGPU adapter that lies beside it, from the npm package
 * `@sparticuz/chromium`. It holds them compressed, for Linux on x86-64; its own code wants a newer Node than ours, and
 * unpacks to a folder that all programs share. So its files are unpacked here, into the cache of this repository, where
 * they go when the repository goes.
 */
import { createReadStream, createWriteStream, existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import { extract } from "tar";
import { cache, root } from "./paths.mjs";
import { temporaryFolder } from "./temporary-folder.mjs";

const packageFolder = join(root, "node_modules", "@sparticuz", "chromium");

/** Whether the package has files for this machine. */
export const isPackaged = process.platform === "linux" && process.arch === "x64";

/** Written last: the files that belong here, with their sizes. A folder without it, or that differs, is not whole. */
const listName = "unpacked.json";

/** The only fonts that the browser sees, so that pages look alike everywhere. */
const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">.</dir></fontconfig>
`;

/** @typedef {ReturnType<typeof locateChromium>} UnpackedChromium */

/**
 * Where things are once they are unpacked.
 *
 * @param {string} [parent]
 */
export function locateChromium(parent = cache) {
  const { version } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const folder = join(parent, `chromium-${version}`);
  return {
    version: /** @type {string} */ (version),
    folder,
    executable: join(folder, "chromium"),
    /** The system libraries that the browser needs beyond the C library. */
    libraries: join(folder, "lib"),
    fonts: join(folder, "fonts", "fonts.conf"),
    /** A folder with `libvulkan.so.1`, which finds drivers, and with nothing else. */
    vulkanLoader: join(folder, "vulkan"),
    /** The description of the driver, by which the loader finds it. */
    swiftshader: join(folder, "vk_swiftshader_icd.json"),
  };
}

/**
 * Unpacks what is not there or not whole. Safe with others doing the same: each unpacks aside and moves the result into
 * place in one step.
 *
 * @param {{ readonly parent?: string, readonly announce?: (line: string) => void }} [options]
 * @returns {Promise<UnpackedChromium>}
 */
export async function unpackChromium({ parent = cache, announce = console.log } = {}) {
  const chromium = locateChromium(parent);
  if (isWhole(chromium.folder)) return chromium;
  const repairs = existsSync(chromium.folder) ? ", because what is there is damaged" : "";
  const place = relative(root, chromium.folder);
  announce(`Unpacking Chromium ${chromium.version} with SwiftShader (220 MB) into ${place}${repairs} ...`);
  const aside = temporaryFolder("unpacking-chromium-", parent);
  try {
    await unpackInto(aside);
    moveIntoPlace(aside, chromium.folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  await removeOthers(parent, chromium.folder);
  return chromium;
}

/** @param {string} folder */
async function unpackInto(folder) {
  const packed = (/** @type {string} */ name) => join(packageFolder, "bin", name);
  await Promise.all([
    pipeline(
      createReadStream(packed("chromium.br")),
      createBrotliDecompress(),
      createWriteStream(join(folder, "chromium"), { mode: 0o755 }),
    ),
    extract({ file: packed("swiftshader.tar.br"), cwd: folder, preserveOwner: false }),
    extract({ file: packed("al2023.tar.br"), cwd: folder, preserveOwner: false }),
    extract({
      file: packed("fonts.tar.br"),
      cwd: folder,
      preserveOwner: false,
      filter: (path) => path.startsWith("fonts/"),
    }),
  ]);
  await mkdir(join(folder, "vulkan"));
  await cp(join(folder, "libvulkan.so.1"), join(folder, "vulkan", "libvulkan.so.1"));
  await writeFile(join(folder, "fonts", "fonts.conf"), fontsConfiguration);
  await writeFile(join(folder, listName), JSON.stringify(await sizesOf(folder)));
}

/**
 * @param {string} folder
 * @returns {Promise<Record<string, number>>}
 */
async function sizesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [relative(folder, file), statSync(file).size]));
}

/** @param {string} folder */
function isWhole(folder) {
  try {
    /** @type {Record<string, number>} */
    const sizes = JSON.parse(readFileSync(join(folder, listName), "utf8"));
    return Object.entries(sizes).every(([file, size]) => statSync(join(folder, file)).size === size);
  } catch {
    return false;
  }
}

/**
 * @param {string} aside
 * @param {string} place
 */
function moveIntoPlace(aside, place) {
  try {
    if (existsSync(place) && !isWhole(place)) rmSync(place, { recursive: true, force: true });
    renameSync(aside, place);
  } catch (error) {
    // Another run was faster.
    if (!isWhole(place)) throw error;
  }
}

/**
 * Of other versions.
 *
 * @param {string} parent
 * @param {string} folder
 */
async function removeOthers(parent, folder) {
  const others = (await readdir(parent))
    .filter((name) => name.startsWith("chromium-"))
    .map((name) => join(parent, name));
  for (const other of others) if (other !== folder) rmSync(other, { recursive: true, force: true });
}
