import "../../../test/support/webgpu.ts";
import "./mse.test.ts";
