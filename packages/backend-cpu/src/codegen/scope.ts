/**
 * @file Scopes of emission: which values lie in which locals where, and how far out a value may be computed. Code motion
 * and common sub-expressions both follow from it: a value is computed once, in the outermost scope that it is stable in.
 */
import type { Instruction, Local } from "../wasm/function-builder.ts";
import type { Mode, Value } from "./value.ts";

interface Entry {
  readonly value: Value;
  readonly local: Local;
}

export interface ScopeOptions {
  /** What may differ between here and the scope around: variables by id, memories by key. */
  readonly changes?: ReadonlySet<number>;
  /** True if the code here may not run at all: loads then stay inside, as they may be out of bounds. */
  readonly isConditional?: boolean;
  /** True if the code here seldom runs: values then stay inside, unless that takes them out of a loop. */
  readonly isRare?: boolean;
}

export class Scope {
  readonly parent: Scope | undefined;
  /** Where its instructions go. */
  readonly list: Instruction[];
  readonly #changes: ReadonlySet<number>;
  readonly #isConditional: boolean;
  readonly #isRare: boolean;
  readonly #entries: Record<Mode, Map<number, Entry>> = { scalar: new Map(), vector: new Map() };

  constructor(parent: Scope | undefined, list: Instruction[], options: ScopeOptions = {}) {
    this.parent = parent;
    this.list = list;
    this.#changes = options.changes ?? new Set();
    this.#isConditional = options.isConditional ?? false;
    this.#isRare = options.isRare ?? false;
  }

  /** The local that holds a value here, if any. */
  find(value: Value, mode: Mode): Local | undefined {
    return this.#entries[mode].get(value.id)?.local ?? this.parent?.find(value, mode);
  }

  remember(value: Value, mode: Mode, local: Local): void {
    this.#entries[mode].set(value.id, { value, local });
  }

  /** The outermost scope that should compute a value on behalf of this one. */
  homeOf(value: Value): Scope {
    let home: Scope = this;
    for (let scope: Scope = this; scope.parent !== undefined && scope.#canLeave(value); scope = scope.parent) {
      if (!scope.#isRare) home = scope.parent;
    }
    return home;
  }

  /** True if a value is the same in the scope around, and may be computed there. */
  #canLeave(value: Value): boolean {
    if (this.#isConditional && value.hasLoad) return false;
    for (const dep of value.deps) if (this.#changes.has(dep)) return false;
    return true;
  }

  /** Forgets, here and further out, values that depend on what has changed. */
  forget(changes: ReadonlySet<number>): void {
    forgetIn(this.#entries.scalar, changes);
    forgetIn(this.#entries.vector, changes);
    this.parent?.forget(changes);
  }
}

function forgetIn(entries: Map<number, Entry>, changes: ReadonlySet<number>): void {
  for (const [id, { value }] of entries) {
    if (value.deps.size === 0) continue;
    for (const change of changes) if (value.deps.has(change)) entries.delete(id);
  }
}
