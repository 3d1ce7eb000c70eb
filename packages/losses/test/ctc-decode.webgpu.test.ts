import "../../../test/support/webgpu.ts";
import "./ctc-decode.test.ts";
