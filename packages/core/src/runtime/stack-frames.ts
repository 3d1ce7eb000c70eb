/**
 * @file Stack traces of the engines, and which of their lines are the user's. Frames read `at name (file:line:column)` in V8 and
 * `name@file:line:column` in other engines.
 */

const FRAME = /(?:^\s*at (?:.* \(|async )?|@)([^@]+?):\d+:\d+\)?$/;
/** Frames taken: deep enough for what the library calls between a node and its user. */
const DEPTH = 50;
/** Files that are neither the user's nor ours. */
const PLATFORM = /^node:|^native$|\/node_modules\//;
/** Frames that are told where library and program are one file. */
const MOST_OUTER = 3;

/** The frames of the current stack, innermost first. */
export function currentFrames(): string[] {
  const limits = Error as unknown as { stackTraceLimit?: number };
  const { stackTraceLimit } = limits;
  limits.stackTraceLimit = DEPTH;
  const { stack = "" } = new Error();
  if (stackTraceLimit !== undefined) limits.stackTraceLimit = stackTraceLimit;
  const lines = stack.split("\n");
  // V8 begins with the error's name.
  return FRAME.test(lines[0] ?? "") ? lines : lines.slice(1);
}

/** Finds the user's line in stacks. */
export class LineFinder {
  readonly #files: ReadonlySet<string>;
  readonly #folders: readonly RegExp[];
  /** Frames come again and again, and are slow to read. */
  readonly #verdicts = new Map<string, boolean>();

  /** @param own frames that are known to be the library's, one of `Node` among these */
  constructor(own: readonly string[]) {
    this.#files = new Set(own.map(fileOf));
    this.#folders = [...this.#files].flatMap(ownFolder);
  }

  /**
   * The innermost frame that is not the library's, such as `step (file:///home/me/train.ts:12:5)`. In a bundle that is one file
   * with the library, none can be told from the library's: then the outermost ones. Undefined if there are none.
   */
  find(frames: readonly string[]): string | undefined {
    const users = frames.find((frame) => this.#isUsers(frame));
    if (users !== undefined) return textOf(users);
    if (this.#folders.length > 0) return undefined;
    const outer = frames.filter((frame) => !isPlatforms(fileOf(frame))).slice(-MOST_OUTER);
    return outer.length === 0 ? undefined : outer.map(textOf).join(" < ");
  }

  #isUsers(frame: string): boolean {
    const known = this.#verdicts.get(frame);
    if (known !== undefined) return known;
    const file = fileOf(frame);
    const isOwn = this.#files.has(file) || this.#folders.some((folder) => folder.test(file));
    this.#verdicts.set(frame, !isOwn && !isPlatforms(file));
    return !isOwn && !isPlatforms(file);
  }
}

function fileOf(frame: string): string {
  return FRAME.exec(frame)?.[1] ?? "";
}

function isPlatforms(file: string): boolean {
  return file === "" || PLATFORM.test(file);
}

function textOf(frame: string): string {
  return frame.trim().replace(/^at /, "");
}

/** Where the library's files lie, seen from a file of core: in its sources, or in the published package. */
function ownFolder(file: string): RegExp[] {
  const [, sources, built] = /^(?:(.*\/)core\/src\/ir\/node\.ts|(.*\/)core\.js)(?:\?.*)?$/.exec(file) ?? [];
  if (sources !== undefined) return [new RegExp(`^${escaped(sources)}[a-z-]+/src/`)];
  return built === undefined ? [] : [new RegExp(`^${escaped(built)}[^/]+$`)];
}

function escaped(text: string): string {
  return text.replace(/[^\w/]/g, "\\$&");
}
