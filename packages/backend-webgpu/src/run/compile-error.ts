/**
 * @file What a shader compiler says of a kernel, with the line of WGSL that it says it of.
 */
import { BackendError } from "@adjoint/core";

/** A shader that the device refused. */
export interface RefusedShader {
  /** The kernel, as users see it in `explain`. */
  readonly name: string;
  readonly code: string;
  readonly messages: readonly Pick<GPUCompilationMessage, "type" | "lineNum" | "linePos" | "message">[];
  /** What creating the pipeline failed with. */
  readonly cause: unknown;
}

export function compileError({ name, code, messages, cause }: RefusedShader): BackendError {
  const errors = messages.filter(({ type }) => type === "error");
  const lines = code.split("\n");
  const told = errors.map(({ lineNum, linePos, message }) => {
    const text = lines[lineNum - 1];
    const at = text === undefined || lineNum === 0 ? "" : `line ${lineNum}:${linePos} \`${text.trim()}\`: `;
    return `${at}${message}`;
  });
  const got = told.length > 0 ? told.join("; ") : cause instanceof Error ? cause.message : String(cause);
  return new BackendError({
    op: "compile",
    rule: `the device must accept the WGSL of kernel ${name}`,
    got,
    hint: "please report it with this message",
    cause,
  });
}
