/** @file The cases of `scan` on the WebGPU backend. */
import { describeCases } from "./describe-cases.ts";
import { scanCases } from "./support/scan-cases.ts";

describeCases("webgpu", { scan: scanCases });
