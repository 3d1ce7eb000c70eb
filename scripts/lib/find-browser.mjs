/** @file The browser of this machine, where the packaged Chromium does not run. */
import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * Where Chrome, Edge and Chromium are by default.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const places = {
  darwin: ["Google Chrome", "Microsoft Edge", "Chromium"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  linux: ["chromium", "google-chrome", "chromium-browser", "microsoft-edge"].map((name) => join("/usr/bin", name)),
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((variable) =>
    ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map((file) =>
      join(process.env[variable] ?? "C:\\", file),
    ),
  ),
};

/** The path of the first that is installed. */
export function findBrowser() {
  return places[process.platform]?.find((path) => existsSync(path));
}
