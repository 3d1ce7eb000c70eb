/** @file The page `docs/losses.md`, made from the catalogue. */
import { defects } from "./defects.ts";
import type { LibraryNames, LossEntry, VectorClaim } from "./entry.ts";
import { type Family, families } from "./index.ts";

const LIBRARIES: Readonly<Record<keyof LibraryNames, string>> = {
  keras: "Keras",
  tensorflow: "TensorFlow",
  pytorch: "PyTorch",
  optax: "optax",
  sklearn: "scikit-learn",
};

const INTRODUCTION = `<!-- Written by \`npm run docs:losses\` from packages/losses/catalogue. Change it there. -->

# Losses, decoders and metrics

Every loss takes the prediction first, the target second and options last. \`reduction\` is \`"mean"\` (the default), \`"sum"\` or
\`"none"\`; what a mean divides by is said with each loss. Where libraries differ, an option chooses.

In formulas, x is a logit or score, p a prediction, t a target, e = p − t, C the number of classes, s the smoothing; log is the
natural logarithm. "${"–"}" means that a library has nothing of the kind. The vectors are published or recomputed figures in
\`packages/losses/test/fixtures\`, whose README has their sources.

Kernels are counted for value and gradient together, of few elements. Classes may lie along any axis; along one that is not the
last, more than 32 (128 with many rows) take several. So do rows of more than 65,536 if they are fewer than 16: each is divided,
and each of its parts waits for what all have in common. The sum of more than 4096 elements takes one more. No kernel waits for
another in the middle, so what the first element of a gradient needs of all rows, such as the divisor of a weighted mean, takes
one before; and losses of pairs of rows are made of matrix products, which are kernels of their own.

Metrics take numbers on the host, as \`await tensor.data()\` gives them, predictions first as well, and return numbers; they have
no gradient. What bears the name of a loss in scikit-learn's metrics ends in \`Loss\` here, too.

Names of TensorFlow are those in \`tf.nn\` and \`tf.compat.v1.losses\`; \`tf.keras\` has those of Keras.`;

/** The page. */
export function document(): string {
  const contents = families
    .filter(({ entries }) => entries.length > 0)
    .map(
      ({ title, entries }) => `- [${title}](#${anchor(title)}): ${entries.map(({ name }) => link(name)).join(", ")}`,
    );
  const sections = families.filter(({ entries }) => entries.length > 0).map(familySection);
  const parts = [INTRODUCTION, contents.join("\n"), ...sections, defectSection()];
  return `${parts.join("\n\n")}\n`;
}

function familySection({ title, kind, entries }: Family): string {
  const libraries = Object.values(LIBRARIES);
  const table = [
    row([kind, "formula", ...libraries]),
    row(["---", "---", ...libraries.map(() => "---")]),
    ...entries.map((entry) => row([link(entry.name), entry.formula, ...namesOf(entry.names)])),
  ];
  return [`## ${title}`, table.join("\n"), ...entries.map(entrySection)].join("\n\n");
}

const namesOf = (names: LibraryNames) => Object.keys(LIBRARIES).map((key) => names[key as keyof LibraryNames]);

function entrySection(entry: LossEntry): string {
  const { name, title, options, edges, mean, source, alsoExported = [] } = entry;
  const others = alsoExported.length === 0 ? "" : ` (and ${alsoExported.map(code).join(", ")})`;
  const parts = [`### ${name}`, `${title}${others}.`];
  if (options.length > 0) {
    const rows = options.map(([option, value, meaning]) => row([code(option), code(value), meaning]));
    parts.push([row(["option", "default", "meaning"]), row(["---", "---", "---"]), ...rows].join("\n"));
  }
  const facts = [
    ...edges,
    `Mean: ${mean}.`,
    ...kernelsOf(entry),
    `Checked by: ${vectorsOf(entry.vectors)}`,
    `Source: ${source.replace(/\.$/, "")}.`,
  ];
  parts.push(facts.map((fact) => `- ${plain(fact)}`).join("\n"));
  return parts.join("\n\n");
}

function kernelsOf({ kernels }: LossEntry): string[] {
  if (kernels === undefined) return [];
  const [count, reason] = typeof kernels === "number" ? [kernels, ""] : kernels;
  return [`Kernels, value and gradient together: ${count}${reason === "" ? "" : `: ${reason}`}.`];
}

function vectorsOf(vectors: LossEntry["vectors"]): string {
  if (typeof vectors === "string") return vectors;
  const words = ({ file, cases }: VectorClaim) =>
    cases.length === 1 && cases[0] === "*" ? code(file) : `${code(file)} (${cases.map(code).join(", ")})`;
  return `${vectors.map(words).join("; ")}.`;
}

function defectSection(): string {
  const rows = defects.map(({ file, name, reason }) => row([code(file), code(name), reason]));
  const table = [row(["vectors", "case", "what is wrong"]), row(["---", "---", "---"]), ...rows].join("\n");
  return `## Published figures that are wrong\n\nThe tests name these cases and hold the right value.\n\n${table}`;
}

const row = (cells: readonly string[]) => `| ${cells.map((cell) => plain(cell).replaceAll("|", "\\|")).join(" | ")} |`;
/** Text as Markdown: what is no code loses its markup. */
function plain(text: string): string {
  const parts = text.split(/(`[^`]*`)/);
  return parts.map((part, i) => (i % 2 === 1 ? part : part.replaceAll("<", "&lt;").replaceAll("*", "\\*"))).join("");
}

const code = (text: string) => `\`${text}\``;
const link = (name: string) => `[${code(name)}](#${anchor(name)})`;
const anchor = (title: string) => title.toLowerCase().replaceAll(" ", "-");
