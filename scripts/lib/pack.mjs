/** @file The published tarball. */
import { join } from "node:path";
import { publishedPackage } from "./paths.mjs";
import { runNpm } from "./run.mjs";

/**
 * Packs what was built into `folder`.
 *
 * @param {string} folder
 * @returns {{ readonly tarball: string, readonly files: readonly string[], readonly sizeBytes: number }}
 */
export function pack(folder) {
  const printed = runNpm("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], {
    cwd: publishedPackage,
  });
  const [report] = JSON.parse(printed);
  return {
    tarball: join(folder, report.filename),
    files: report.files.map((/** @type {{ path: string }} */ { path }) => path),
    sizeBytes: report.size,
  };
}
