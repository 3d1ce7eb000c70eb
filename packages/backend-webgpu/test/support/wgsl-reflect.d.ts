/** The module entry of `wgsl_reflect` has no declarations of its own. */
declare module "wgsl_reflect/wgsl_reflect.module.js" {
  export * from "wgsl_reflect";
}
