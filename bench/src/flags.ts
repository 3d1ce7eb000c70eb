/** @file The command line of `npm run bench`. */
import { Command, InvalidArgumentError, Option } from "commander";
import { type AdapterName, adapterNames } from "./catalogue/adapters.ts";
import { engineNames, type RuntimeName, runtimeNames } from "./catalogue/engines.ts";
import { type SuiteName, suiteNames, suites } from "./catalogue/suites.ts";
import { enginesMeantBy, workloadsMeantBy, workloadWords } from "./select.ts";

export interface Flags {
  /** Words for workloads; empty means all. */
  readonly workload: readonly string[];
  /** Words for engines; empty means all. */
  readonly engine: readonly string[];
  /** Takes the workloads and engines of a suite, where none are named, and sets its goals beside the results. */
  readonly suite?: SuiteName;
  readonly runtime: RuntimeName;
  readonly adapter?: AdapterName;
  readonly quick: boolean;
  readonly json: boolean;
  /** A folder; undefined means `bench/results`. */
  readonly output?: string;
  /** Instead of a run: two files to compare. */
  readonly compare?: readonly string[];
  /** Instead of a run: a file to show again. */
  readonly show?: string;
  readonly list: boolean;
  readonly schema: boolean;
}

/**
 * Reads the flags in `args`. Prints what is wrong, or the help that was asked for.
 * @throws {CommanderError} when it has printed: with exit code 0 after help, another after a wrong flag or value
 */
export function parseFlags(args: readonly string[]): Flags {
  const command = new Command("npm run bench --")
    .description("Measures workloads on engines; prints a table and writes JSON and an HTML report.")
    .allowExcessArguments(false)
    .addOption(
      words("--workload <words...>", "names, families, kinds, or patterns with *", workloadWords(), workloadsMeantBy),
    )
    .addOption(
      words(
        "--engine <words...>",
        "names, libraries (adjoint, tfjs, jax-js, gpu.js), or patterns with *",
        engineNames,
        enginesMeantBy,
      ),
    )
    .addOption(
      new Option("--suite <suite>", "a selection with goals, which are printed beside the ratios").choices(suiteNames),
    )
    .addOption(
      new Option("--runtime <runtime>", "where engines for JavaScript run").choices(runtimeNames).default("node"),
    )
    .addOption(new Option("--adapter <adapter>", "which WebGPU adapter computes").choices(adapterNames))
    .option("--quick", "few and small workloads, few samples: minutes", false)
    .option("--json", "print the JSON instead of the table", false)
    .option("--output <folder>", "where the files go (default: bench/results)")
    .option("--compare <files...>", "compare the JSON of two runs; ends with 1 if under 90 % of their figures agree")
    .option("--show <file>", "print the table of a run's JSON again and write its report, without running")
    .option("--list", "print the workloads and engines", false)
    .option("--schema", "print the schema of the JSON", false)
    .exitOverride();
  command.parse(args, { from: "user" });
  const flags = command.opts<Flags>();
  if (flags.compare !== undefined && flags.compare.length !== 2)
    command.error(`error: option '--compare <files...>' takes two files; got ${flags.compare.length}`);
  return flags.suite === undefined ? flags : { ...flags, ...selectionOf(flags, flags.suite) };
}

/** What a suite selects, where nothing is named. */
function selectionOf({ workload, engine }: Flags, name: SuiteName): Pick<Flags, "workload" | "engine"> {
  const { goals, engines } = suites[name];
  return {
    workload: workload.length > 0 ? workload : [...new Set(goals.map((goal) => goal.workload))],
    engine: engine.length > 0 ? engine : engines,
  };
}

/** Words separated by blanks or commas, each of which must mean something. */
function words(
  flags: string,
  description: string,
  valid: readonly string[],
  meantBy: (word: string) => readonly unknown[],
): Option {
  return new Option(flags, description).default([], "all").argParser((text: string, before: readonly string[]) => {
    const given = text.split(",").filter((word) => word !== "");
    const unknown = given.filter((word) => meantBy(word).length === 0);
    if (given.length === 0 || unknown.length > 0)
      throw new InvalidArgumentError(`Nothing is called '${unknown.join("', '")}'. Choose from ${valid.join(", ")}.`);
    return [...before, ...given];
  });
}
