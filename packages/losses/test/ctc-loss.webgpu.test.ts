import "../../../test/support/webgpu.ts";
import "./ctc-loss.test.ts";
