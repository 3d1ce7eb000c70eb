/** @file The engines on which every case runs, and the CPU backend made known. */
import "adjoint";
import { cpu, type Engine, interpreter } from "./engines.ts";

export const engines: readonly Engine[] = [interpreter, cpu];
