/** @file What every error owes its reader. */
import type { AdjointError, ErrorParts } from "adjoint";
import { expect } from "vitest";

export type ErrorClass = new (parts: ErrorParts) => AdjointError;

/** What is expected of an error. */
export interface Refusal {
  readonly op: string;
  readonly type: ErrorClass;
  /** What the whole message must match. */
  readonly message: RegExp;
}

/** Checks that a call fails, at once or by a rejected promise, with an error of full wording. Returns the error. */
export async function expectRefusal(call: () => unknown, { op, type, message }: Refusal): Promise<AdjointError> {
  const error = await failureOf(call);
  expect(error).toBeInstanceOf(type);
  const worded = error as AdjointError;
  expect(worded.name).toBe(type.name);
  expect(worded.message).toMatch(message);
  expectWording(worded);
  expect(worded.op).toBe(op);
  return worded;
}

/** `op: rule; got facts; hint`, of which nothing is missing. */
export function expectWording(error: AdjointError): void {
  const { op, rule, got, hint, message } = error;
  expect(message).toBe(`${op}: ${rule}; got ${got}; ${hint}`);
  for (const part of [op, rule, got, hint]) expect(part, message).toMatch(/\S/);
}

async function failureOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was refused");
}
