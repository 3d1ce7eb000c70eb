/** @file Before tests in a browser: says which one it is, or fails the run and says how to get one. */
import type { TestProject } from "vitest/node";
import { launchChromium } from "../../scripts/lib/chromium.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether pages are served as cross-origin isolated, so that they can share memory with workers. */
    readonly isolated: boolean;
  }
}

export async function setup(project: TestProject): Promise<void> {
  const browser = await launchChromium();
  console.log(`${project.name}: ${browser.browserType().name()} ${browser.version()}`);
  await browser.close();
}
