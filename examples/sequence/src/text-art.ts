import { type DigitString, HEIGHT } from "./strings.ts";

/** Ink that counts as black. */
const THRESHOLD = 0.4;

/** The image of a string in characters, two rows of pixels to a line. */
export function textArt({ columns, width }: DigitString): string {
  const isInk = (row: number, column: number): boolean => (columns[column * HEIGHT + row] ?? 0) > THRESHOLD;
  const lines: string[] = [];
  for (let row = 0; row < HEIGHT; row += 2) {
    let line = "";
    for (let column = 0; column < width; column++) {
      const [upper, lower] = [isInk(row, column), isInk(row + 1, column)];
      line += upper ? (lower ? "█" : "▀") : lower ? "▄" : " ";
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\n");
}
