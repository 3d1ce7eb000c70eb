import "../../../test/support/webgpu.ts";
import "./training-plans.test.ts";
