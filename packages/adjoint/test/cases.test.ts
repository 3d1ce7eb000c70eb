/** @file All cases of the operations on the CPU backend. */
import { describeCases } from "./describe-cases.ts";

describeCases("cpu");
