/** @file Which WebGPU adapter engines in Chromium get, and how. */
import { hasGpu, remedies } from "../../../scripts/lib/webgpu-adapters.mjs";
import type { AdapterName } from "../catalogue/adapters.ts";
import { type AdapterChoice, adapterNamed } from "./adapter.ts";
import { launch } from "./chromium-channel.ts";

type ChromiumAdapter = "swiftshader" | "native";

interface ChromiumFacts {
  readonly version: string;
  readonly found: AdapterChoice;
  /** What to start the browser with. */
  readonly adapter: ChromiumAdapter;
}

/** On Linux drivers are installed for GPUs that are not there, too. */
function byDefault(): readonly ChromiumAdapter[] {
  return process.platform === "linux" && !hasGpu() ? ["swiftshader"] : ["native", "swiftshader"];
}

/** Starts the browser to look. */
export async function findChromiumAdapter(url: string, wanted: AdapterName | undefined): Promise<ChromiumFacts> {
  const candidates = wanted === undefined ? byDefault() : [wanted === "native" ? "native" : "swiftshader"];
  let version = "";
  let description: string | undefined;
  for (const adapter of candidates as readonly ChromiumAdapter[]) {
    ({ version, description } = await look(url, adapter));
    if (description === undefined || adapterNamed(description) !== (wanted ?? adapter)) continue;
    return { version, adapter, found: { name: adapter, description } };
  }
  return { version, adapter: "swiftshader", found: { missing: complaint(wanted, description) } };
}

function complaint(wanted: AdapterName | undefined, description = "none"): string {
  if (wanted === "lavapipe") return "Chromium takes SwiftShader or a GPU, and no lavapipe. Ask for it in Node";
  const what = wanted === undefined ? "finds no WebGPU adapter" : `has no adapter ${wanted}, but ${description}`;
  return `Chromium ${what}. ${remedies[wanted ?? "native"]}`;
}

async function look(
  url: string,
  adapter: ChromiumAdapter,
): Promise<{ version: string; description: string | undefined }> {
  const browser = await launch({ adapter });
  try {
    const page = await browser.newPage();
    // Only pages of a secure origin have WebGPU: a file that is not there will do.
    await page.goto(url);
    const description = await page.evaluate(async () => {
      const info = (await navigator.gpu?.requestAdapter())?.info;
      return info && [info.vendor, info.architecture, info.description].filter((part) => part !== "").join(", ");
    });
    return { version: `Chromium ${browser.version()}`, description };
  } finally {
    await browser.close();
  }
}
