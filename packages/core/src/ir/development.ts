/**
 * @file Development mode, as far as every program loads it: who knows on which lines of the user's nodes were made. That is
 * `runtime/user-lines.ts`, which loads when the mode is asked for.
 */
import type { AdjointError } from "../errors.ts";
import type { Step } from "../lower/plan.ts";
import type { Unit } from "../lower/units.ts";
import type { Job } from "../runtime/job.ts";
import type { Node } from "./node.ts";

export interface Development {
  /** A node is born: on the user's line that runs, or `within` another. */
  born(node: Node): void;
  /** Runs `body`. Nodes that are born meanwhile are what a node becomes, and have its line; without a node they have none. */
  within<T>(node: Node | undefined, body: () => T): T;
  /** Adds to a key where its nodes were made, so that graphs from other lines have plans of their own. */
  writeKey(nodes: readonly Node[], put: (value: number) => void): void;
  /** Gives the steps from `begin` on, which are those of a unit, the lines of what they compute. Those that have lines keep them. */
  noteSteps(steps: Step[], begin: number, unit: Unit, leaves: ReadonlySet<Node>): void;
  /** The error, with the lines of what failed in its hint. */
  locate(error: AdjointError, what: Step | Node | Job): AdjointError;
}

/** Undefined unless the mode is on. */
export let development: Development | undefined;

export function setDevelopment(next: Development | undefined): void {
  development = next;
}

/** `body()`; in development mode, nodes that are born in it have the line of `node`, if any. */
export function within<T>(node: Node | undefined, body: () => T): T {
  return development === undefined ? body() : development.within(node, body);
}

/** The error; in development mode with the lines of what failed in its hint. */
export function located<E extends AdjointError>(error: E, what: Step | Node | Job | undefined): E {
  return development === undefined || what === undefined ? error : (development.locate(error, what) as E);
}
