/**
 * @file Strings of handwritten digits, read without being told where one digit ends and the next begins: a recurrent
 * network trained with connectionist temporal classification.
 */
import { writeFile } from "node:fs/promises";
import { type Drawing, describeBackend, type Flags, reportHtml, startProgress } from "@adjoint/examples-shared";
import { type BackendInfo, configure } from "adjoint";
import { HEIGHT } from "./strings.ts";
import { textArt } from "./text-art.ts";
import { type Result, train } from "./train.ts";
import { type Reading, STEPS_PER_EPOCH } from "./training.ts";

const REPORT = "report.html";

/** Runs the example, prints what it finds, and writes a report. */
export async function main({ backend, epochs = 6, seed }: Flags): Promise<void> {
  const info = await configure({ backend, seed });
  console.log(`A reader of handwritten digit strings learns by CTC, on ${describeBackend(info)}.`);
  const startMs = performance.now();
  const steps = epochs * STEPS_PER_EPOCH;
  const progress = startProgress(steps);
  const result = await train({ seed, steps, onStep: progress.update });
  progress.stop();
  const seconds = (performance.now() - startMs) / 1000;

  for (const reading of result.readings.slice(0, 4)) console.log(`\n${textArt(reading.string)}\n${caption(reading)}`);
  const figures = figuresOf(result, progress.stepMs, seconds, info, seed);
  console.log(
    `\n${Object.entries(figures)
      .map(([name, value]) => `${name.padEnd(22)}${value}`)
      .join("\n")}`,
  );

  const drawings = result.readings.slice(0, 12).map(drawingOf);
  const { losses } = result;
  const title = "Reading handwritten digit strings with CTC";
  await writeFile(REPORT, reportHtml({ title, figures, losses, stepMs: progress.stepMs, drawings }));
  console.log(`\nCurves and more examples: ${REPORT}`);
}

function figuresOf(
  { losses, readings, characterErrorRate, exactShare }: Result,
  stepMs: readonly number[],
  seconds: number,
  info: BackendInfo,
  seed: number,
): Record<string, string> {
  const middleMs = [...stepMs].sort((a, b) => a - b)[stepMs.length >> 1] ?? 0;
  return {
    "character error rate": `${(100 * characterErrorRate).toFixed(2)} %`,
    "strings without error": `${(100 * exactShare).toFixed(1)} % of ${readings.length}, of images never trained on`,
    loss: `${losses[0]?.toFixed(3)} → ${losses.at(-1)?.toFixed(3)}`,
    steps: `${losses.length} of 32 strings, ${middleMs.toFixed(1)} ms each`,
    time: `${seconds.toFixed(1)} s`,
    backend: describeBackend(info),
    seed: String(seed),
  };
}

function caption({ string, read }: Reading): string {
  const [written, seen] = [string.labels.join(""), read.join("")];
  return written === seen ? `read ${seen} ✓` : `read ${seen} ✗ written ${written}`;
}

function drawingOf(reading: Reading): Drawing {
  const { columns, width } = reading.string;
  const pixels = Array.from(
    { length: width * HEIGHT },
    (_, i) => columns[(i % width) * HEIGHT + Math.floor(i / width)] ?? 0,
  );
  return { width, height: HEIGHT, pixels, caption: caption(reading), isRight: caption(reading).endsWith("✓") };
}
