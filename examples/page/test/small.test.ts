/** @file The small page: a worker that owns the device computes what the page would, and leaves the page free. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "../src/small/messages.ts";
import { openPage, openPlace, type Place } from "./support/open-page.ts";

let place: Place;
beforeAll(async () => {
  place = await openPlace();
}, 60_000);
afterAll(() => place.close());

interface Outcome {
  readonly backend: string;
  readonly losses: readonly number[];
  readonly weights: readonly (readonly number[])[];
  /** How often the page's timer of 10 ms came while it trained. */
  readonly ticks: number;
  readonly status: string;
}

async function outcomeOf(query: string): Promise<Outcome> {
  const page = await openPage(place.browser, { url: `${place.urls.plain}small/index.html?${query}` });
  const told = await page.evaluate(async () => {
    const { outcome } = globalThis as unknown as { outcome: Promise<{ result: Result; ticks: number }> };
    const { result, ticks } = await outcome;
    return { ...result, weights: result.weights.map((weight) => [...weight]), ticks };
  });
  return { ...told, status: (await page.getByRole("status").textContent()) ?? "" };
}

test.each(["cpu", "webgpu"])(
  "%s in a worker learns what it learns in the page, whose timers go on",
  {
    timeout: 120_000,
  },
  async (backend) => {
    const inWorker = await outcomeOf(`backend=${backend}&steps=60`);
    expect(inWorker).toMatchObject({ backend, status: expect.stringMatching(/^Done on \w+\. The loss is 0\.\d+\.$/) });
    const [first = 0, last = Number.NaN] = [inWorker.losses[0], inWorker.losses.at(-1)];
    expect(last).toBeLessThan(first / 2);
    const inPage = await outcomeOf(`backend=${backend}&steps=60&in=page`);
    expect(inWorker.losses).toEqual(inPage.losses);
    expect(inWorker.weights).toEqual(inPage.weights);
    // Starting the engine and 60 steps take more than 100 ms anywhere.
    expect(inWorker.ticks).toBeGreaterThan(5);
  },
);
