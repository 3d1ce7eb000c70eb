/**
 * @file The typed errors of the library. A message reads `op: rule; got facts; hint`, and the parts are fields, so that
 * a program can react to a failure without reading prose.
 */
import { messageOf } from "./error-message.ts";

/** The parts of an error message. In the production build `rule` is a code and its values, and sentences of `hint` are left out. */
export interface ErrorParts {
  /** The operation the user called, such as `matmul`. */
  readonly op: string;
  /** What the operation requires. */
  readonly rule: string;
  /** What it received. */
  readonly got?: string | undefined;
  /** What the user can do about it. */
  readonly hint?: string | undefined;
  /** The error underneath, if any. */
  readonly cause?: unknown;
}

/** Base of every error that the library throws on purpose. Names are written out, as minifiers shorten those of classes. */
export class AdjointError extends Error {
  override readonly name: string = "AdjointError";
  readonly op: string;
  readonly rule: string;
  readonly got: string | undefined;
  readonly hint: string | undefined;

  constructor(parts: ErrorParts) {
    const { op, rule, got, hint, cause } = parts;
    super(messageOf(parts), cause === undefined ? undefined : { cause });
    this.op = op;
    this.rule = rule;
    this.got = got;
    this.hint = hint;
  }
}

/** Shapes, axes or lengths that do not fit the operation. */
export class ShapeError extends AdjointError {
  override readonly name: string = "ShapeError";
}

/** A dtype the operation is not defined for. */
export class DTypeError extends AdjointError {
  override readonly name: string = "DTypeError";
}

/** The backend is missing, out of memory, or failed. */
export class BackendError extends AdjointError {
  override readonly name: string = "BackendError";
}

/** The device went away; live tensors on it are lost. A new `configure` starts afresh, or where `recover` left off. */
export class DeviceLostError extends BackendError {
  override readonly name: string = "DeviceLostError";
  /** With `configure({ recover })`: the steps done when copies were last made. Training is resumed behind these. */
  readonly step: number | undefined;

  constructor(parts: ErrorParts & { readonly step?: number | undefined }) {
    super(parts);
    this.step = parts.step;
  }
}

/** The library was used in an order or a way that it does not allow. */
export class UsageError extends AdjointError {
  override readonly name: string = "UsageError";
}
