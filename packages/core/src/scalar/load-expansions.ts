/** @file The formulas of operations without an instruction, loaded when first asked for: many programs never need them. */

let loaded: Promise<typeof import("./expansions.ts")> | undefined;

/** All formulas. Rejects where they cannot be fetched; the next call tries again. */
export async function loadExpansions(): Promise<typeof import("./expansions.ts").EXPANSIONS> {
  loaded ??= import("./expansions.ts").catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return (await loaded).EXPANSIONS;
}
