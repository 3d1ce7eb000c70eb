/**
 * @file What kernels of arithmetic on adjacent elements do without. It loads with the first kernel that needs any of it.
 */
export { emitCast } from "./emit-cast.ts";
export { emitControl } from "./emit-control.ts";
export { emitLane, emitLaneBytes } from "./emit-lane-index.ts";
export { emitRareLoad } from "./emit-rare-load.ts";
export { emitRareOp } from "./emit-rare-op.ts";
export { emitRareStore } from "./emit-rare-store.ts";
export { guardFor } from "./guard.ts";
export { floatToHalf, halfToFloat } from "./half.ts";
export { emitUnlessFar } from "./near.ts";
export { emitUnlessLane, emitUnlessWhole, seldomIn } from "./seldom.ts";
