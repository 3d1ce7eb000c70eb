import { readCsv } from "./read-csv.ts";

/** A table to be fitted: one row of `inputs` for each of `targets`. */
export interface Table {
  readonly names: readonly string[];
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
}

const NAMES = ["age", "sex", "bmi", "blood pressure", "tc", "ldl", "hdl", "tch", "ltg", "glucose"];

/** The diabetes study of Efron et al. (2004): 442 patients, ten measurements, and the progression of the disease. */
export function loadDiabetes(): Table {
  const inputs = readCsv("diabetes_data_raw.csv.gz");
  const targets = readCsv("diabetes_target.csv.gz").map(([target]) => target ?? Number.NaN);
  return { names: NAMES, inputs, targets };
}

/** The table with every column, the targets too, moved and scaled to mean 0 and standard deviation 1. */
export function standardized({ names, inputs, targets }: Table): Table {
  const columns = names.map((_, i) => standardScores(inputs.map((row) => row[i] ?? Number.NaN)));
  return {
    names,
    inputs: inputs.map((_, row) => columns.map((column) => column[row] ?? Number.NaN)),
    targets: standardScores(targets),
  };
}

function standardScores(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return values.map((value) => (value - mean) / Math.sqrt(variance));
}
