import "../../../test/support/webgpu.ts";
import "./traces.test.ts";
