/** What a form knows of a request, cut from the OpenAPI document by `schema_plugin.ts`. */
export type FieldSchema = {
  kind: "text" | "long" | "lines" | "names" | "decimal" | "whole" | "day" | "choice" | "flag" | "id" | "other";
  required: boolean;
  nullable: boolean;
  /** May be left empty although the request has to have it: an empty text is then sent. */
  optional?: boolean;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  choices?: string[];
  /** What an id is of: OrgUnit, Person. */
  entity?: string;
  /** What a number counts; of a percentage the ratio is sent and the hundredfold is typed. */
  unit?: string;
};

export type FormSchema = Record<string, FieldSchema>;
