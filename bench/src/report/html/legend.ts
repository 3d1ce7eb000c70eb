/** @file Which line is which. */
import { type EngineName, engines } from "../../catalogue/engines.ts";
import type { Page } from "./dom.ts";
import { type Look, looks } from "./palette.ts";

export interface LegendEntry {
  readonly name: string;
  readonly look: Look;
  /** Said behind the name. */
  readonly remark?: string | undefined;
}

export function engineEntry(engine: EngineName, remark?: string): LegendEntry {
  return { name: engines[engine].title, look: looks[engine], remark };
}

export function legend({ html, svg }: Page, entries: readonly LegendEntry[]): HTMLElement {
  const sample = ({ color, dash, symbol }: Look): SVGElement =>
    svg(
      "svg",
      { width: 36, height: 12, viewBox: "0 0 36 12", "aria-hidden": "true" },
      svg("line", { x1: 0, x2: 36, y1: 6, y2: 6, stroke: color, "stroke-width": 2, "stroke-dasharray": dash }),
      svg("path", { d: shapes[symbol], fill: color, transform: "translate(18 6)" }),
    );
  return html(
    "ul",
    { class: "legend" },
    entries.map(({ name, look, remark }) =>
      html("li", {}, sample(look), ` ${name}`, remark === undefined ? undefined : html("small", {}, ` ${remark}`)),
    ),
  );
}

const shapes: Readonly<Record<Look["symbol"], string>> = {
  circle: "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
  square: "M-3.5 -3.5h7v7h-7z",
  triangle: "M0 -4.5L4.5 3.5H-4.5z",
  diamond: "M0 -5L4 0L0 5L-4 0z",
};
