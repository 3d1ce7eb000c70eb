/**
 * @file Tuning tables as files in the user's cache folder, one for each adapter and version. They are written whole under
 * another name and then renamed, so that a reader meets an old table or a new one.
 */
import type { TuningTable } from "./product-class.ts";
import { contentOf, type TuningIdentity, type TuningStore, tableIn } from "./table.ts";

/** Module of Node by its name; undefined elsewhere. No import, so that bundles for browsers need no stand-in. */
function nodeModule<T>(name: string): T | undefined {
  return globalThis.process?.getBuiltinModule?.(name) as T | undefined;
}

type Files = typeof import("node:fs/promises");
type Paths = typeof import("node:path");

/** What decides where caches lie. */
export interface Home {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
}

function homeHere(): Home | undefined {
  const folder = nodeModule<typeof import("node:os")>("node:os")?.homedir();
  return folder === undefined ? undefined : { platform: process.platform, env: process.env, folder };
}

/** Where the platform keeps what can be made again; undefined where there are no files, or none are allowed. */
export function cacheFolder(home?: Home): string | undefined {
  try {
    const { platform, env, folder } = home ?? homeHere() ?? {};
    const { join } = nodeModule<Paths>("node:path") ?? {};
    if (folder === undefined || env === undefined || join === undefined) return undefined;
    const { LOCALAPPDATA: local, XDG_CACHE_HOME: xdg } = env;
    if (platform === "win32") return join(local || join(folder, "AppData", "Local"), "adjoint");
    if (platform === "darwin") return join(folder, "Library", "Caches", "adjoint");
    return join(xdg || join(folder, ".cache"), "adjoint");
  } catch {
    return undefined;
  }
}

export class FileStore implements TuningStore {
  readonly #folder: string;
  readonly #identity: TuningIdentity;

  constructor(folder: string, identity: TuningIdentity) {
    this.#folder = folder;
    this.#identity = identity;
  }

  async read(): Promise<TuningTable> {
    try {
      return tableIn(JSON.parse(await this.#files.readFile(this.#path, "utf8")), this.#identity);
    } catch {
      return new Map();
    }
  }

  /** Of processes that write at once the last wins as a whole: what another found meanwhile may be measured again. */
  async add(found: TuningTable): Promise<boolean> {
    const draft = `${this.#path}.${crypto.randomUUID()}`;
    try {
      await this.#files.mkdir(this.#folder, { recursive: true });
      const content = contentOf(new Map([...(await this.read()), ...found]), this.#identity);
      await this.#files.writeFile(draft, JSON.stringify(content, undefined, 1));
      await this.#files.rename(draft, this.#path);
      return true;
    } catch {
      await this.#files.rm(draft, { force: true }).catch(() => undefined);
      return false;
    }
  }

  get #files(): Files {
    return nodeModule<Files>("node:fs/promises") as Files;
  }

  get #path(): string {
    const { adapter, version } = this.#identity;
    const { join } = nodeModule<Paths>("node:path") as Paths;
    return join(this.#folder, `webgpu-${hashOf(JSON.stringify([version, adapter]))}.json`);
  }
}

/** Names differ where texts do; if they do not, the file says whose it is. FNV-1a, 32 bits. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const unit of text) hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
