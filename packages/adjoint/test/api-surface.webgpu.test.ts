import "../../../test/support/webgpu.ts";
import "./api-surface.test.ts";
