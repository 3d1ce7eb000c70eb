/** @file The cases of `scan` on the CPU backend. */
import { describeCases } from "./describe-cases.ts";
import { scanCases } from "./support/scan-cases.ts";

describeCases("cpu", { scan: scanCases });
