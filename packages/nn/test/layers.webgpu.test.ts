import "../../../test/support/webgpu.ts";
import "./layers.test.ts";
