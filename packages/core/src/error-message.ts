/** @file How the parts of an error read as one sentence. */
import type { ErrorParts } from "./errors.ts";

export function messageOf({ op, rule, got, hint }: ErrorParts): string {
  const parts = [`${op}: ${rule}`, got === undefined ? undefined : `got ${got}`, hint];
  return parts.filter((part) => part !== undefined).join("; ");
}
