// Served by `schema_plugin.ts`.
declare module "schema:*" {
  const schema: import("~/ui/form/schema").FormSchema;
  export default schema;
}
/** Which modules have settings, and the permission to change them. */
declare module "settings:permissions" {
  const permissions: Record<string, string>;
  export default permissions;
}
/** What a form of each module's settings has to know. */
declare module "settings:schemas" {
  const schemas: Record<string, import("~/ui/form/schema").FormSchema>;
  export default schemas;
}
