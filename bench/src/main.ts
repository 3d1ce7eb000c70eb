/** @file `npm run bench`: a few workloads, Adjoint beside plain loops and gpu.js, as a table. */
import { Command, Option } from "commander";
import { type EngineName, engineNames } from "./engine.ts";
import { type Measurement, measure, median } from "./measure.ts";
import { type Workload, type WorkloadName, workload, workloadNames } from "./workload.ts";

interface Flags {
  readonly workload: readonly WorkloadName[];
  readonly engine: readonly EngineName[];
  readonly quick: boolean;
}

const command = new Command("npm run bench --")
  .description("Time workloads on several engines, in interleaved rounds. Results are checked before they are timed.")
  .allowExcessArguments(false)
  .showHelpAfterError()
  .addOption(new Option("--workload <names...>", "what to run").choices(workloadNames).default(workloadNames))
  .addOption(new Option("--engine <names...>", "who runs it").choices(engineNames).default(engineNames))
  .option("--quick", "one round of few runs", false)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
const flags = command.parse(process.argv.slice(2), { from: "user" }).opts<Flags>();

function row(of: Workload, { engine, times, failure }: Measurement): string {
  const name = engine.padEnd(12);
  if (failure !== undefined) return `  ${name} ${failure}`;
  const typical = median(times);
  const rate = of.flops / typical / 1e6;
  return `  ${name} ${typical.toFixed(2).padStart(9)} ms  (least ${Math.min(...times).toFixed(2)})  ${rate.toFixed(1).padStart(6)} GFLOP/s`;
}

const { rounds, runs } = flags.quick ? { rounds: 1, runs: 3 } : { rounds: 5, runs: 7 };
console.log(`Node ${process.version}; median of ${rounds} × ${runs} runs.`);
for (const name of flags.workload) {
  const of = workload(name);
  const onRound = (engine: EngineName, round: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${name}: round ${round + 1} of ${rounds}, ${engine}      `);
  };
  const results = await measure(of, flags.engine, { rounds, runs, onRound });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  console.log([name, ...results.map((result) => row(of, result))].join("\n"));
}
