/** @file The kernel of the multi-label margin loss: a row's loss, and its slopes by the scores. */
import { type BufferParam, buildKernel, type Expr, type Kernel, type KernelBuilder, k, type Var } from "@adjoint/core";

/** A row: where it begins, and how many of its places are labels. */
interface Row {
  readonly begin: Expr;
  readonly classes: Expr;
  readonly end: Expr;
}

/**
 * Grid (rows), lanes over classes. Buffers: scores, labels, how often each class is a label (scratch) → losses, slopes.
 * Of each pair of a label and a class that is none, the class's lane adds the loss; both lanes count it for their slopes.
 * A row with a label that is no class has the loss `unknown` (NaN), and slopes of 0.
 */
export function buildMultiLabelKernel(lanesHint: number): Kernel {
  return buildKernel("multi_label_margin", (b) => {
    const index = b.gridIndex("row");
    const scores = b.input("scores", "f32");
    const labels = b.input("labels", "i32");
    const counts = b.buffer("counts", "i32", "readwrite");
    const losses = b.output("losses", "f32");
    const slopes = b.output("slopes", "f32");
    const classes = b.param("classes", "i32");
    const unknown = b.param("unknown", "f32");
    b.hintLanes(lanesHint);
    const begin = b.let("begin", k.mul(index, classes));
    const end = b.reduce("end", "min", classes, (place) =>
      k.where(k.lt(b.load(labels, k.add(begin, place)), 0), place, classes),
    );
    const row: Row = { begin, classes, end };
    const labelAt = (place: Expr): Expr => b.load(labels, k.add(begin, place));
    const isBad = b.reduce("isBad", "max", end, (place) => k.cast(k.le(classes, labelAt(place)), "i32"));
    b.lanes(classes, (class_) => {
      const count = b.variable("count", k.constant(0, "i32"));
      b.loop("place", end, (place) => b.set(count, k.add(count, k.cast(k.eq(labelAt(place), class_), "i32"))));
      b.store(counts, k.add(begin, class_), count);
    });
    const { total } = b.reduceAll(classes, (class_) => {
      const sums = pairsOf(b, row, class_, { scores, labels, counts });
      const slope = b.let("slope", k.div(sums.slope, k.cast(classes, "f32")));
      b.store(slopes, k.add(begin, class_), k.where(k.lt(0, isBad), 0, slope));
      return { total: { op: "sum", value: sums.loss } };
    });
    b.store(losses, index, k.where(k.lt(0, isBad), unknown, k.div(total, k.cast(classes, "f32"))));
  });
}

interface RowBuffers {
  readonly scores: BufferParam;
  readonly labels: BufferParam;
  readonly counts: BufferParam;
}

/** What a class has of its pairs: the loss, if it is no label, and the sum of slopes by its score. */
function pairsOf(b: KernelBuilder, { begin, classes, end }: Row, class_: Expr, { scores, labels, counts }: RowBuffers) {
  const count = b.let("times", b.load(counts, k.add(begin, class_)));
  const own = b.let("own", b.load(scores, k.add(begin, class_)));
  const loss = b.variable("loss", k.constant(0, "f32"));
  const slope = b.variable("slope", k.constant(0, "f32"));
  const addPair = (excess: Var, step: Expr): void => b.set(slope, k.where(k.lt(excess, 0), slope, k.add(slope, step)));
  b.if(k.eq(count, 0), () => {
    b.loop("place", end, (place) => {
      const label = b.let("label", b.load(labels, k.add(begin, place)));
      const other = b.load(scores, k.add(begin, k.where(k.lt(label, classes), label, 0)));
      const excess = b.let("excess", k.add(k.sub(own, other), 1));
      b.set(loss, k.add(loss, k.where(k.lt(excess, 0), 0, excess)));
      addPair(excess, k.constant(1, "f32"));
    });
  });
  b.if(k.lt(0, count), () => {
    b.loop("class", classes, (other) => {
      const isPair = k.eq(b.load(counts, k.add(begin, other)), 0);
      const excess = b.let("excess", k.add(k.sub(b.load(scores, k.add(begin, other)), own), 1));
      addPair(excess, k.where(isPair, k.neg(k.cast(count, "f32")), 0));
    });
  });
  return { loss, slope };
}
