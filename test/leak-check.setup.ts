/** @file Runs before every test file: each test must leave the device's memory as it found it. */
import { installLeakCheck } from "@adjoint/core/testing";
import { afterEach, beforeEach } from "vitest";

installLeakCheck({ beforeEach, afterEach });
