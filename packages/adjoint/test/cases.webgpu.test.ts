/** @file All cases of the operations on the WebGPU backend. */
import { describeCases } from "./describe-cases.ts";

describeCases("webgpu");
