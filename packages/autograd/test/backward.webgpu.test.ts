import "../../../test/support/webgpu.ts";
import "./backward.test.ts";
