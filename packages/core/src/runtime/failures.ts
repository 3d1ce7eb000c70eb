/**
 * @file Failures of enqueued work that nobody has read yet. The read of a failed value rejects with the failure; if
 * nothing is read, the next optimizer step throws it, so that a training loop cannot run on silently.
 */
import { AdjointError, BackendError } from "../errors.ts";

const unread = new Set<AdjointError>();

/** Records a failure of enqueued work. */
export function addFailure(error: AdjointError): void {
  unread.add(error);
}

/** The failure has reached the user, under whatever wording. */
export function markRead(error: AdjointError): void {
  for (const each of unread) if (originOf(each) === originOf(error)) unread.delete(each);
}

function originOf(error: AdjointError): unknown {
  return error.cause ?? error;
}

/** Throws the first unread failure, if any, and forgets all of them. */
export function throwPendingFailure(): void {
  const [first] = unread;
  forgetFailures();
  if (first !== undefined) throw first;
}

/** Forgets what nobody has read: it was on a device that is gone. */
export function forgetFailures(): void {
  unread.clear();
}

/** The library's form of whatever was thrown while `op` ran. */
export function asFailure(op: string, thrown: unknown): AdjointError {
  if (thrown instanceof AdjointError) return thrown;
  return new BackendError({ op, rule: "what was enqueued must run", got: messageOf(thrown), cause: thrown });
}

export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
