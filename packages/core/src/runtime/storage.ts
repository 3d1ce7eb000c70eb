/**
 * @file Storage: the value behind a realised node, with its life from host or pending to ready, failed or disposed.
 * Its device memory is an `Allocation`, an object of its own, so that a finalizer can return the memory of storages that
 * became unreachable.
 */
import type { DeviceBuffer } from "../backend/contract.ts";
import type { TypedArray } from "../dtype.ts";
import { type AdjointError, UsageError } from "../errors.ts";
import { Allocation } from "./allocation.ts";
import { ledger } from "./ledger.ts";

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
  readonly allocation: Allocation;
  /** The tensor that alone may end it, though others share it: the one that an optimizer moved to it. */
  owner: object | undefined = undefined;
  #disposedBy: string | undefined;

  constructor(sizeBytes: number, state: StorageState) {
    this.sizeBytes = sizeBytes;
    this.allocation = new Allocation(sizeBytes);
    if (state.kind === "host") this.allocation.host = state.data;
    if (state.kind === "ready") this.allocation.buffer = state.buffer;
    if (state.kind === "failed") this.allocation.failure = state.error;
    if (state.kind === "disposed") this.#disposedBy = state.reason;
    else ledger().open(this);
  }

  get state(): StorageState {
    const { host, buffer, failure } = this.allocation;
    if (this.#disposedBy !== undefined) return { kind: "disposed", reason: this.#disposedBy };
    if (failure !== undefined) return { kind: "failed", error: failure };
    if (buffer !== undefined) return { kind: "ready", buffer };
    return host === undefined ? { kind: "pending" } : { kind: "host", data: host };
  }

  get isDisposed(): boolean {
    return this.#disposedBy !== undefined;
  }

  /** The error that reading the value must give, if any. */
  errorFor(op: string): AdjointError | undefined {
    if (this.#disposedBy === undefined) return this.allocation.failure ?? this.allocation.lossFor(op);
    const rule = "a disposed tensor has no value";
    return new UsageError({ op, rule, got: this.#disposedBy, hint: "keep it until it is read" });
  }

  /** Records that there will be no value. */
  fail(error: AdjointError): void {
    this.allocation.failure = error;
    ledger().close(this);
  }

  /** Frees the memory, as soon as what was enqueued before has used it. `reason` is told to later readers. */
  dispose(reason: string): void {
    if (this.#disposedBy !== undefined) return;
    this.#disposedBy = reason;
    ledger().close(this);
  }
}
