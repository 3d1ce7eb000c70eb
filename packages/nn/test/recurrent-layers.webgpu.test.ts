import "../../../test/support/webgpu.ts";
import "./recurrent-layers.test.ts";
