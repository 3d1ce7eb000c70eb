/** @file Parts that several tables of the schema share. */
import { z } from "zod";
import { engineNames } from "../catalogue/engines.ts";

export const engineName = z.enum(engineNames).describe("name of an engine");

export const count = z.int().nonnegative();

export const bytes = z.number().nonnegative();

export const milliseconds = z.number().nonnegative();

/** A number that may have got lost: JSON has neither NaN nor infinities. */
export const lossValue = z.number().nullable().describe("in nats; null where it is not a finite number");

export const interval = z
  .strictObject({
    median: z.number().describe("median over the rounds"),
    low: z.number().describe("lower end of where the median would be expected again"),
    high: z.number().describe("upper end of where the median would be expected again"),
  })
  .describe("a median with its spread");
