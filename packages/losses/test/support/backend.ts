/** @file The engines on which every case runs. */
import { type Engine, interpreter } from "./engines.ts";

export const engines: readonly Engine[] = [interpreter];
