/** @file All cases of the operations on the WebGPU backend, in a page. */
import { describeCases } from "./describe-cases.ts";

describeCases("webgpu");
