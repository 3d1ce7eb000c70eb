import { Command, InvalidArgumentError, Option } from "commander";

export const tasks = ["regression", "classification", "sequence", "sgd"] as const;
export const backends = ["auto", "cpu", "webgpu"] as const;

export type Task = (typeof tasks)[number];
export type BackendChoice = (typeof backends)[number];

/** What a reader can set from the command line, the same for every example. */
export interface Flags {
  readonly task: Task;
  readonly backend: BackendChoice;
  /** Undefined means the example's own default. */
  readonly epochs: number | undefined;
  readonly seed: number;
}

/**
 * Reads the flags in `args`. Prints usage and ends the process with 0 on `--help`, with 2 on a wrong flag or value.
 *
 * `defaults` replaces the common defaults, so that an example can be run on its own.
 */
export function parseFlags(args: readonly string[], defaults: Partial<Flags> = {}): Flags {
  const command = new Command("npm start --")
    .description("Train one of the examples.")
    .allowExcessArguments(false)
    .showHelpAfterError()
    .addOption(new Option("--task <task>", "what to learn").choices(tasks).default(defaults.task ?? "sequence"))
    .addOption(
      new Option("--backend <backend>", "where to compute").choices(backends).default(defaults.backend ?? "cpu"),
    )
    .addOption(
      new Option("--epochs <n>", "passes over the data (default: the example's own)")
        .argParser(atLeast(1))
        .default(defaults.epochs),
    )
    .addOption(
      new Option("--seed <n>", "seed of every random number").argParser(atLeast(0)).default(defaults.seed ?? 0),
    )
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  const options = command.parse(args, { from: "user" }).opts<Flags>();
  return { task: options.task, backend: options.backend, epochs: options.epochs, seed: options.seed };
}

function atLeast(minimum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || !Number.isSafeInteger(value) || value < minimum)
      throw new InvalidArgumentError(`It takes a whole number of at least ${minimum}.`);
    return value;
  };
}
