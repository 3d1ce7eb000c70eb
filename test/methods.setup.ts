/** @file Runs before every test file: tensors have methods, as where a program imports `adjoint`. */
import { attachMethods } from "@adjoint/core/methods";

attachMethods();
