/** @file Builds HTML as nodes, so that no text can become markup. */
import { parseHTML } from "linkedom";

export type Content = Node | string | undefined | readonly Content[];
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Makes an element of the document: its attributes, and what is in it. Undefined is left out. */
export type Build = (tag: string, attributes?: Attributes, ...content: readonly Content[]) => HTMLElement;

/** Nodes of SVG, by the same rules. */
export type BuildSvg = (tag: string, attributes?: Attributes, ...content: readonly Content[]) => SVGElement;

export interface Page {
  readonly document: Document;
  readonly html: Build;
  readonly svg: BuildSvg;
}

/** An empty page. */
export function createPage(): Page {
  const { document } = parseHTML('<!doctype html><html lang="en"><head></head><body></body></html>');
  const fill = <E extends Element>(element: E, attributes: Attributes, content: readonly Content[]): E => {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined) element.setAttribute(name, String(value));
    add(element, content);
    return element;
  };
  const svgElement = (tag: string): SVGElement =>
    document.createElementNS("http://www.w3.org/2000/svg", tag) as SVGElement;
  return {
    document,
    html: (tag, attributes = {}, ...content) => fill(document.createElement(tag), attributes, content),
    svg: (tag, attributes = {}, ...content) => fill(svgElement(tag), attributes, content),
  };
}

function add(parent: Element, content: Content): void {
  if (content === undefined) return;
  if (isList(content)) for (const part of content) add(parent, part);
  else parent.append(content);
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}
