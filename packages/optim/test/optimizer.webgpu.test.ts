import "../../../test/support/webgpu.ts";
import "./optimizer.test.ts";
