/** @file Whether products are measured: what the caller says, else `ADJOINT_TUNE` in the environment, else yes. */
export function isTuned(asked: boolean | undefined): boolean {
  if (asked !== undefined) return asked;
  const { process } = globalThis as { process?: { env?: Readonly<Record<string, string | undefined>> } };
  try {
    return process?.env?.["ADJOINT_TUNE"] !== "0";
  } catch {
    // Deno lets programs read the environment only if its user allows it.
    return true;
  }
}
