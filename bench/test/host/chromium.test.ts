/** @file An engine in a page of a real Chromium. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Channels, openChannels } from "../../src/host/open-channels.ts";
import { Fleet } from "../../src/measure/fleet.ts";
import { measureWorkload } from "../../src/measure/measure.ts";
import { shortPace, tiny } from "../support.ts";

let channels: Channels;

beforeAll(async () => {
  channels = await openChannels({ runtime: "chromium" });
});
afterAll(() => channels?.close());

test("is measured, and its process can be ended", async () => {
  expect(channels.runtimeVersion).toMatch(/^Chromium \d+\./);
  const fleet = new Fleet({ runtime: "chromium", openChannel: channels.openChannel, pace: shortPace });
  const options = { pace: shortPace, onStep: () => undefined, signal: new AbortController().signal };
  const cells = await measureWorkload(tiny, ["loops", "pytorch"], fleet, options);
  expect(cells.map(({ rounds, trouble }) => [rounds.length, trouble?.reason])).toEqual([
    [shortPace.rounds, undefined],
    [0, "does not run in chromium"],
  ]);
  await fleet.endAll();
});

test("what a page says before it ends is kept", async () => {
  const channel = await channels.openChannel("no such engine");
  if (process.platform !== "win32") expect(await channel.residentBytes()).toBeGreaterThan(2 ** 24);
  channel.send({ kind: "start" });
  expect((await channel.ended).reason).toMatch(/^the page closed: .*there is no engine no such engine$/m);
});
