/** @file All cases of the operations on the CPU backend, in a page. */
import { describeCases } from "./describe-cases.ts";

describeCases("cpu");
