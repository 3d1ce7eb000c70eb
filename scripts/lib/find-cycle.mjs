/**
 * The first cycle of a graph, its first member repeated at the end; undefined when there is none.
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph from a vertex to those it points to
 * @returns {string[] | undefined}
 */
export function findCycle(graph) {
  /** @type {Set<string>} */
  const cleared = new Set();
  /** @type {string[]} */
  const path = [];

  /**
   * @param {string} vertex
   * @returns {string[] | undefined}
   */
  const visit = (vertex) => {
    if (path.includes(vertex)) return [...path.slice(path.indexOf(vertex)), vertex];
    if (cleared.has(vertex)) return undefined;
    path.push(vertex);
    for (const next of graph.get(vertex) ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    path.pop();
    cleared.add(vertex);
    return undefined;
  };

  for (const vertex of graph.keys()) {
    const cycle = visit(vertex);
    if (cycle) return cycle;
  }
  return undefined;
}
