import "../../../test/support/webgpu.ts";
import "./fusion.test.ts";
