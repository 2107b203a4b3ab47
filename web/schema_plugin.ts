/**
 * `import newMeasure from "schema:NewMeasure"`: what a form has to know of one request, without the rest
 * of the document; `settings:schemas` and `settings:permissions`: the same of each module's settings.
 */
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import type { FieldSchema, FormSchema } from "./src/ui/form/schema";

type Node = Omit<Partial<FieldSchema>, "required"> & {
  $ref?: string;
  anyOf?: Node[];
  type?: string | string[];
  enum?: string[];
  format?: string;
  pattern?: string;
  items?: Node;
  properties?: Record<string, Node>;
  required?: string[];
  "x-entity"?: string;
  "x-unit"?: string;
};
type Operation = { "x-permission"?: string; requestBody?: { content: Record<string, { schema: Node }> } };
export type Document = { components: { schemas: Record<string, Node> }; paths: Record<string, { put?: Operation }> };

/** A text with more room than this is written in several lines. */
const longFrom = 256;
const limits = ["minLength", "maxLength", "minimum", "maximum", "maxItems"] as const;

function schemaNamed(document: Document, name: string): Node {
  const found = document.components.schemas[name];
  if (!found) throw new Error(`the document has no schema ${name}`);
  return found;
}

/** Follows a reference, and the one way of an optional that is not null. */
function resolved(document: Document, node: Node): { node: Node; nullable: boolean } {
  if (node.$ref) return resolved(document, schemaNamed(document, node.$ref.split("/").at(-1)!));
  const ways = node.anyOf?.filter(({ type }) => type !== "null");
  if (ways?.length === 1) return { ...resolved(document, ways[0]!), nullable: ways.length < node.anyOf!.length };
  return { node, nullable: Array.isArray(node.type) && node.type.includes("null") };
}

function kindOf(document: Document, node: Node): FieldSchema["kind"] {
  const type = [node.type].flat().find((one) => one !== "null");
  if (node.enum) return "choice";
  if (node["x-entity"]) return "id";
  if (type === "array") return kindOf(document, resolved(document, node.items ?? {}).node) === "text" ? "lines" : "other";
  if (type === "boolean") return "flag";
  if (type === "integer") return "whole";
  if (type === "object" && Object.keys(node.properties ?? {}).join() === "zh,en") return "names";
  if (type !== "string") return "other";
  if (node.format === "date") return "day";
  if (node.pattern?.startsWith("^-?[0-9]")) return "decimal";
  return (node.maxLength ?? 0) >= longFrom ? "long" : "text";
}

function fieldOf(document: Document, given: Node, required: boolean): FieldSchema {
  const { node, nullable } = resolved(document, given);
  const kind = kindOf(document, node);
  const field: FieldSchema = { kind, required, nullable };
  const bounds = kind === "names" ? node.properties!.zh! : node;
  for (const limit of limits) if (bounds[limit] !== undefined) field[limit] = bounds[limit];
  if (kind === "lines") field.maxLength = resolved(document, node.items!).node.maxLength;
  if (node.enum) field.choices = node.enum;
  if (node["x-entity"]) field.entity = node["x-entity"];
  const unit = given["x-unit"] ?? node["x-unit"];
  if (unit) field.unit = unit;
  return field;
}

export function formSchema(document: Document, name: string): FormSchema {
  const { properties = {}, required = [] } = schemaNamed(document, name);
  return Object.fromEntries(Object.entries(properties).map(([field, node]) => [field, fieldOf(document, node, required.includes(field))]));
}

const settingsPath = /^\/api\/v1\/settings\/(\w+)$/;

/** Each module whose settings can be changed, as the document lists them: a new one needs no line here. */
function settingsOf<T>(document: Document, read: (put: Operation) => T): Record<string, T> {
  const found = Object.entries(document.paths).flatMap(([path, { put }]) => {
    const module = settingsPath.exec(path)?.[1];
    return module && put ? [[module, read(put)] as const] : [];
  });
  return Object.fromEntries(found);
}

export function settingPermissions(document: Document): Record<string, string> {
  return settingsOf(document, (put) => put["x-permission"] ?? "");
}

export function settingSchemas(document: Document): Record<string, FormSchema> {
  return settingsOf(document, (put) => formSchema(document, put.requestBody!.content["application/json"]!.schema.$ref!.split("/").at(-1)!));
}

const served = /^(schema|settings):(\w+)$/;

function servedBy(document: Document, [, kind, name]: RegExpExecArray): unknown {
  if (kind === "schema") return formSchema(document, name!);
  return name === "schemas" ? settingSchemas(document) : settingPermissions(document);
}

export function formSchemas(path: string): Plugin {
  return {
    name: "twinrail-form-schemas",
    resolveId: (source) => (served.test(source) ? `\0${source}` : null),
    load(id) {
      const wanted = id.startsWith("\0") ? served.exec(id.slice(1)) : null;
      if (!wanted) return null;
      this.addWatchFile(path);
      const document = JSON.parse(readFileSync(path, "utf8")) as Document;
      return `export default ${JSON.stringify(servedBy(document, wanted))}`;
    },
  };
}
