/** @file Hinge losses and their kin. */
import type { LossEntry } from "./entry.ts";

export const margin: readonly LossEntry[] = [];
