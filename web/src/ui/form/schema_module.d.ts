/** Served by `schema_plugin.ts`. */
declare module "schema:*" {
  const schema: import("~/ui/form/schema").FormSchema;
  export default schema;
}
