import "../../../test/support/webgpu.ts";
import "./ctc-scale.test.ts";
