/**
 * @file Storage: the device memory behind a realised node, with its life from pending to ready, failed or disposed.
 */
import type { DeviceBuffer } from "../backend/contract.ts";
import { type AdjointError, UsageError } from "../errors.ts";
import type { TypedArray } from "../dtype.ts";

export type StorageState =
  /** On the host: to be uploaded at first use. */
  | { readonly kind: "host"; readonly data: TypedArray }
  /** A plan that fills it is enqueued. */
  | { readonly kind: "pending" }
  | { readonly kind: "ready"; readonly buffer: DeviceBuffer }
  | { readonly kind: "failed"; readonly error: AdjointError }
  | { readonly kind: "disposed"; readonly reason: string };

export class Storage {
  readonly sizeBytes: number;
  state: StorageState;
  /** Where it was made, if creation sites are recorded. */
  site: string | undefined = undefined;

  constructor(sizeBytes: number, state: StorageState) {
    this.sizeBytes = sizeBytes;
    this.state = state;
  }

  /** The device buffer, for an operation of the given name. */
  buffer(op: string): DeviceBuffer {
    const { state } = this;
    if (state.kind === "ready") return state.buffer;
    if (state.kind === "failed") throw state.error;
    if (state.kind === "disposed") {
      throw new UsageError({ op, rule: "a disposed tensor has no value", got: state.reason, hint: "keep it until it is read" });
    }
    throw new UsageError({ op, rule: "the value is not on the device yet", got: state.kind });
  }
}
