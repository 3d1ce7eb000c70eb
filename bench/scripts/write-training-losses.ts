/** @file What `training-losses.mjs` runs. */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { computeTrainingLosses } from "./compute-training-losses.ts";

const { torch, losses } = computeTrainingLosses();
const note = `The loss of each step in double precision, by PyTorch ${torch}. Written by bench/scripts/training-losses.mjs.`;
const file = fileURLToPath(new URL("../src/workload/training-losses.json", import.meta.url));
writeFileSync(file, `${JSON.stringify({ note, losses }, undefined, 2)}\n`);
