/**
 * @file What the emission of a group is given, and what it gives.
 */
import type { Node } from "../../ir/node.ts";
import type { Kernel } from "../../kernel/types.ts";
import type { Stage } from "../accesses.ts";
import type { Group } from "../group.ts";

/** A kernel, with what its arguments stand for. */
export interface EmittedGroup {
  readonly kernel: Kernel;
  /** By buffer parameter. */
  readonly buffers: readonly Node[];
  /** By scalar parameter: a run-time scalar, or a number. */
  readonly params: readonly (Node | number)[];
  readonly grid: readonly number[];
}

export interface EmitContext {
  readonly group: Group;
  /** Members whose values go to buffers. */
  readonly stored: ReadonlySet<Stage>;
  isStop(node: Node): boolean;
  /** A program may not go beyond a row of this many elements, and all rows are divided alike. */
  readonly rowLength?: number | undefined;
  /** For rows of larger buffers: the number at which the row begins, as a run-time scalar. */
  readonly places?: ReadonlyMap<Node, Node> | undefined;
  /** As in `Capabilities`. */
  readonly hasSerialLanes: boolean;
  /** Output nodes that take over the buffer of an input, which is read at the same element only. */
  readonly inPlace: ReadonlyMap<Node, Node>;
}
