/** The lists of settings are what the document says, whichever modules it has. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Document, settingPermissions, settingSchemas } from "../schema_plugin";

const given = JSON.parse(readFileSync("src/api/openapi.json", "utf8")) as Document;

test("every module with settings is found, with its permission and its fields", () => {
  expect(settingPermissions(given).identity).toBe("identity.manage");
  expect(settingSchemas(given).identity).toMatchObject({ session_days: { kind: "whole", required: true, nullable: false, minimum: 1, maximum: 90 } });
});

test("a further module appears by itself; what only reads, or lies elsewhere, does not", () => {
  const put = { "x-permission": "pay.rules", requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/PayInput" } } } } };
  const document: Document = {
    components: { schemas: { PayInput: { properties: { round: { type: "boolean" } }, required: ["round"] } } },
    paths: { "/api/v1/settings/pay": { put }, "/api/v1/settings/read_only": {}, "/api/v1/pay/{pay}": { put } },
  };
  expect(settingPermissions(document)).toEqual({ pay: "pay.rules" });
  expect(settingSchemas(document)).toEqual({ pay: { round: { kind: "flag", required: true, nullable: false } } });
});
