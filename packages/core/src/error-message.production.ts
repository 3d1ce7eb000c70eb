/** @file What `error-message.ts` is in the production build, where a rule is a code: it also says where to read the rule. */
import type { ErrorParts } from "./errors.ts";

export function messageOf({ op, rule, got, hint = "see adjoint/dist/errors.md" }: ErrorParts): string {
  return `${op}: rule ${rule}; ${got === undefined ? "" : `got ${got}; `}${hint}`;
}
