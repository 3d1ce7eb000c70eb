/** The numbers of a table in text, row by row. Columns are parted by commas or spaces. */
export function parseCsv(text: string): number[][] {
  return text
    .trim()
    .split("\n")
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
}
