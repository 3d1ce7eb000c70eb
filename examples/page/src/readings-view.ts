/** @file Strings drawn beside what is read in them. */
import { HEIGHT, WIDTH } from "@adjoint/example-sequence/strings";
import type { Reading } from "@adjoint/example-sequence/training";
import { cssColor, element, setText } from "./dom.ts";

/** Writes the readings into the page's list, one item each. */
export function showReadings(readings: readonly Reading[]): void {
  const list = element("readings", HTMLUListElement);
  while (list.children.length > readings.length) list.lastElementChild?.remove();
  readings.forEach((reading, i) => {
    const item = list.children[i] ?? list.appendChild(newItem());
    const canvas = item.querySelector("canvas");
    const caption = item.querySelector("p");
    if (canvas === null || caption === null) return;
    const written = reading.string.labels.join("");
    const read = reading.read.join("");
    drawString(canvas, reading, `The digits ${[...written].join(" ")}, handwritten`);
    setText(caption, written === read ? `reads ${read} ✓` : `reads ${read || "nothing"} ✗ written ${written}`);
    caption.className = written === read ? "right" : "wrong";
  });
}

function newItem(): HTMLLIElement {
  const item = document.createElement("li");
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.setAttribute("role", "img");
  item.append(canvas, document.createElement("p"));
  return item;
}

function drawString(canvas: HTMLCanvasElement, { string }: Reading, label: string): void {
  canvas.setAttribute("aria-label", label);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = cssColor("--ink");
  string.columns.forEach((ink, i) => {
    context.globalAlpha = ink;
    context.fillRect(Math.floor(i / HEIGHT), i % HEIGHT, 1, 1);
  });
}
