/** @file The engines on which every case runs, and the backends made known. */
import "adjoint";
import { testedBackend } from "../../../../test/support/backend.ts";
import { setGraphLimit } from "../../../core/src/runtime/limit.ts";
import { device, type Engine, interpreter } from "./engines.ts";

// What is interpreted is never computed, so that its graphs pile up; and leaves must keep their host data.
setGraphLimit(Number.POSITIVE_INFINITY);

/** The interpreter needs no backend, so that once is enough. */
export const engines: readonly Engine[] = testedBackend() === "cpu" ? [interpreter, device] : [device];
