/** @file `npm run bench`. */
import { type EngineName, engineNames } from "./catalogue/engines.ts";
import { workloads } from "./catalogue/workloads.ts";
import { nodeChannels } from "./host/open-channels.ts";
import { Fleet } from "./measure/fleet.ts";
import { measureWorkload } from "./measure/measure.ts";
import { quickPace } from "./measure/pace.ts";

// A first form: all of it follows.
const names = process.argv.slice(2) as EngineName[];
const fleet = new Fleet({ runtime: "node", openChannel: await nodeChannels({}), pace: quickPace });
for (const workload of workloads.filter(({ isQuick }) => isQuick)) {
  const cells = await measureWorkload(workload, names.length > 0 ? names : engineNames, fleet, {
    pace: quickPace,
    onStep: () => undefined,
    signal: new AbortController().signal,
  });
  for (const { engine, trouble, rounds, error } of cells)
    console.log(
      workload.name,
      engine,
      trouble?.reason ??
        rounds
          .flat()
          .map((ms) => ms.toFixed(3))
          .join(" "),
      error,
    );
}
fleet.endAll();
