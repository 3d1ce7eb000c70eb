import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { jsonSchema, reportSchema } from "../../src/report/schema.ts";
import { aReport } from "./a-report.ts";

const committed: object = JSON.parse(readFileSync(new URL("../../schema.json", import.meta.url), "utf8"));
// The dates' pattern says more than the name of their format.
const validate = new Ajv2020({ allErrors: true, validateFormats: false }).compile(committed);

test("bench/schema.json is what the program writes by: npm run -s bench -- --schema > bench/schema.json", () => {
  expect(committed).toEqual(jsonSchema());
});

test("every field says what it is", () => {
  const silent: string[] = [];
  const visit = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [name, child] of Object.entries(value)) {
      // A list is spoken for by what its items say.
      if (path.endsWith("/properties") && !JSON.stringify(child).includes('"description"'))
        silent.push(`${path}/${name}`);
      visit(child, `${path}/${name}`);
    }
  };
  visit(committed, "");
  expect(silent).toEqual([]);
});

test("a run's JSON fits the schema, by zod and by a validator of JSON Schema", () => {
  expect(reportSchema.parse(aReport)).toEqual(aReport);
  validate(JSON.parse(JSON.stringify(aReport)));
  expect(validate.errors).toBeNull();
});

test.each([
  ["an unknown field", { ...aReport, host: "somewhere" }],
  ["an unknown engine", { ...aReport, selection: { workloads: [], engines: ["other"] } }],
  ["a date that is none", { ...aReport, date: "yesterday" }],
  ["another version of the schema", { ...aReport, schemaVersion: 0 }],
  ["a missing machine", { ...aReport, machine: undefined }],
  ["a time that JSON lost", { ...aReport, results: [{ ...aReport.results[0], rounds: [[null]] }] }],
])("%s does not fit", (_, wrong) => {
  const json: unknown = JSON.parse(JSON.stringify(wrong));
  expect(reportSchema.safeParse(json).success).toBe(false);
  expect(validate(json)).toBe(false);
});
