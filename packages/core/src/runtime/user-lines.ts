/**
 * @file Development mode: the line of the user's program that made each node, for errors of kernels and for `explain`. Loaded
 * when `configure` is asked for it. It takes a stack trace for each node, some 50 µs, and plans are not shared between lines.
 */
import { type AdjointError, DeviceLostError, type ErrorParts } from "../errors.ts";
import { type Development, setDevelopment } from "../ir/development.ts";
import { Node } from "../ir/node.ts";
import type { Step } from "../lower/plan.ts";
import { stepName } from "../lower/step-name.ts";
import type { Unit } from "../lower/units.ts";
import type { Job } from "./job.ts";
import { currentFrames, LineFinder } from "./stack-frames.ts";

/** Lines that one message names. */
const MOST_LINES = 4;
/** Frames from `currentFrames` up to the constructor of `Node`, which are not the user's. */
const OWN_FRAMES = 4;
/** The line of what no line is known of. */
const UNKNOWN = 0;

class UserLines implements Development {
  /** By number; equal lines have one. */
  readonly #lines: string[] = ["unknown"];
  readonly #numbers = new Map<string, number>();
  readonly #lineOf = new WeakMap<Node, number>();
  /** Errors that name their lines. */
  readonly #located = new WeakSet<AdjointError>();
  /** The line of all nodes that are born now, if not that of the stack. */
  #given: number | undefined = undefined;
  #finder: LineFinder | undefined = undefined;

  born(node: Node): void {
    this.#lineOf.set(node, this.#given ?? this.#numberOf(this.#currentLine()));
  }

  within<T>(node: Node | undefined, body: () => T): T {
    const before = this.#given;
    this.#given = (node && this.#lineOf.get(node)) ?? UNKNOWN;
    try {
      return body();
    } finally {
      this.#given = before;
    }
  }

  writeKey(nodes: readonly Node[], put: (value: number) => void): void {
    for (const node of nodes) put(this.#lineOf.get(node) ?? UNKNOWN);
  }

  noteSteps(steps: Step[], begin: number, unit: Unit, leaves: ReadonlySet<Node>): void {
    const roots = unit.kind === "group" ? unit.writes : [...unit.writes, unit.node];
    const reads = new Set(unit.reads);
    const lines = this.#linesUnder(roots, (node) => reads.has(node) || leaves.has(node));
    for (const [i, step] of [...steps.entries()].slice(begin))
      if (step.lines === undefined) steps[i] = { ...step, lines };
  }

  /** The lines of what is computed from what is given, those of `roots` first. */
  #linesUnder(roots: readonly Node[], isGiven: (node: Node) => boolean): readonly string[] {
    const numbers = new Set(roots.map((root) => this.#lineOf.get(root) ?? UNKNOWN));
    const seen = new Set(roots);
    // What is added to a set is met by the loop over it.
    for (const node of seen) {
      numbers.add(this.#lineOf.get(node) ?? UNKNOWN);
      for (const input of node.inputs) if (!isGiven(input)) seen.add(input);
    }
    numbers.delete(UNKNOWN);
    return [...numbers].map((number) => this.#lines[number] as string);
  }

  locate(error: AdjointError, what: Step | Node | Job): AdjointError {
    const where = this.#where(error, what);
    if (where === "" || error instanceof DeviceLostError || this.#located.has(error)) return error;
    const { op, rule, got, hint } = error;
    const parts = {
      op,
      rule,
      got,
      hint: hint === undefined ? where : `${hint}; ${where}`,
      cause: error.cause ?? error,
    };
    const located = new (error.constructor as new (parts: ErrorParts) => AdjointError)(parts);
    this.#located.add(located);
    return located;
  }

  #where(error: AdjointError, what: Step | Node | Job): string {
    if (what instanceof Node) return builtAt(this.#linesOf([what]));
    if ("kind" in what) return builtAt(what.lines ?? []);
    const largest = error.op === "allocate" ? largestBuffer(what) : undefined;
    return largest ?? builtAt([...new Set([...this.#linesOf(what.made ?? []), ...linesOfPlan(what)])]);
  }

  #linesOf(nodes: readonly Node[]): readonly string[] {
    return this.#linesUnder(nodes, () => true);
  }

  #currentLine(): string | undefined {
    const frames = currentFrames();
    this.#finder ??= new LineFinder(frames.slice(0, OWN_FRAMES));
    return this.#finder.find(frames);
  }

  #numberOf(line: string | undefined): number {
    if (line === undefined) return UNKNOWN;
    const known = this.#numbers.get(line) ?? this.#lines.push(line) - 1;
    this.#numbers.set(line, known);
    return known;
  }
}

function builtAt(lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const rest = lines.length - MOST_LINES;
  return `built at ${lines.slice(0, MOST_LINES).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function linesOfPlan({ source }: Job): readonly string[] {
  return "plan" in source ? source.plan.steps.flatMap(({ lines = [] }) => lines) : [];
}

/** What the largest buffer that a job has to find memory for is needed for. */
function largestBuffer({ source }: Job): string | undefined {
  if (!("plan" in source)) return undefined;
  const { slots, steps } = source.plan;
  const sizes = slots.map(({ role, sizeBytes }) => (role === "input" ? 0 : sizeBytes));
  const largest = sizes.indexOf(Math.max(...sizes));
  const step = steps.find((each) => each.slots.includes(largest));
  if (step === undefined) return undefined;
  const built = builtAt(step.lines ?? []);
  return `the largest buffer, ${sizes[largest]} bytes, is for ${stepName(step)}${built === "" ? "" : `, ${built}`}`;
}

/** Begins to note lines: of nodes that are made from now on. */
export function noteLines(): void {
  setDevelopment(new UserLines());
}
