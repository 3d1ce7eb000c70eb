/** @file What a process said before it ended, for a row of a table. */
import { root } from "../../../scripts/lib/paths.mjs";

const KEPT_CHARACTERS = 8_000;
const SHOWN_CHARACTERS = 600;

export class LastWords {
  #text = "";

  add(text: string): void {
    this.#text = (this.#text + text).slice(-KEPT_CHARACTERS);
  }

  /** How the process ended, and what matters of what it said: no stack traces, nothing twice, no names of this machine's folders. */
  after(status: string): string {
    const lines = this.#text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !/^(at |Node\.js v|\^+$)/.test(line));
    const words = [...new Set(lines)]
      .join("\n")
      .replaceAll(`file://${root}/`, "")
      .replaceAll(`${root}/`, "")
      .slice(-SHOWN_CHARACTERS);
    return words === "" ? status : `${status}: ${words}`;
  }
}
