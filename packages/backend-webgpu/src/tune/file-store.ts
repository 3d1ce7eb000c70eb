/**
 * @file Tuning tables as files in the user's cache folder, one for each adapter and version. For Node alone. They are written whole
 * under another name and then renamed, so that a reader meets an old table or a new one.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { TuningTable } from "./tuner.ts";

/** Changes when classes or tiles are named differently. */
const FORMAT = 1;

export interface TuningIdentity {
  /** Vendor, architecture and description. */
  readonly adapter: string;
  /** Of this library: its templates decide what is fast. */
  readonly version: string;
}

/** Where the platform keeps what can be made again. */
export function cacheFolder(
  platform: string = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  const { LOCALAPPDATA: local, XDG_CACHE_HOME: xdg } = env;
  if (platform === "win32") return join(local || join(home, "AppData", "Local"), "adjoint");
  if (platform === "darwin") return join(home, "Library", "Caches", "adjoint");
  return join(xdg || join(home, ".cache"), "adjoint");
}

/** The table that was kept; empty if there is none, or none that can be read. */
export async function readTable(folder: string, identity: TuningIdentity): Promise<TuningTable> {
  try {
    return parse(JSON.parse(await readFile(pathOf(folder, identity), "utf8")), identity);
  } catch {
    return new Map();
  }
}

/**
 * Adds to the table that is kept. Of processes that write at once the last wins as a whole: what another found meanwhile may be
 * measured again.
 * @returns whether it was written: a folder may be read-only, which is no fault.
 */
export async function addToTable(folder: string, identity: TuningIdentity, found: TuningTable): Promise<boolean> {
  const path = pathOf(folder, identity);
  const draft = `${path}.${randomUUID()}`;
  try {
    await mkdir(folder, { recursive: true });
    const tiles = Object.fromEntries([...(await readTable(folder, identity)), ...found]);
    await writeFile(draft, JSON.stringify({ format: FORMAT, ...identity, tiles }, undefined, 1));
    await rename(draft, path);
    return true;
  } catch {
    await rm(draft, { force: true }).catch(() => undefined);
    return false;
  }
}

function pathOf(folder: string, { adapter, version }: TuningIdentity): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([FORMAT, version, adapter]))
    .digest("hex");
  return join(folder, `webgpu-${hash.slice(0, 16)}.json`);
}

function parse(content: unknown, { adapter, version }: TuningIdentity): TuningTable {
  const table = content as { format?: unknown; adapter?: unknown; version?: unknown; tiles?: unknown } | null;
  const isOurs = table?.format === FORMAT && table.adapter === adapter && table.version === version;
  if (!isOurs || typeof table.tiles !== "object" || table.tiles === null) return new Map();
  return new Map(
    Object.entries(table.tiles).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
