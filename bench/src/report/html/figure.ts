/** @file A plot with its heading, description and legend. */
import * as Plot from "@observablehq/plot";
import type { Page } from "./dom.ts";
import { type LegendEntry, legend } from "./legend.ts";

export interface FigureOptions {
  readonly title: string;
  /** What one would see, for those who do not. */
  readonly description: string;
  readonly plot: Plot.PlotOptions;
  readonly entries?: readonly LegendEntry[];
}

export function figure(page: Page, { title, description, plot, entries = [] }: FigureOptions): HTMLElement {
  const { html, svg, document } = page;
  const drawing = Plot.plot({ width: 720, ...plot, document, ariaLabel: title, ariaDescription: description });
  drawing.setAttribute("role", "img");
  drawing.prepend(svg("title", {}, `${title}. ${description}`));
  return html(
    "figure",
    {},
    html("figcaption", {}, title),
    drawing as unknown as Node,
    entries.length === 0 ? undefined : legend(page, entries),
  );
}
