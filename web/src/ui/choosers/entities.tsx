/** Which chooser an id in a request gets, by what the OpenAPI document says it is of (`x-entity`). */
import type { ComponentType } from "react";
import type { FieldProps } from "../form/Form";
import { PersonChooser } from "./PersonChooser";
import { UnitChooser } from "./UnitChooser";

export type IdProps = FieldProps & { value: number | null; onChange: (id: number | null) => void; clear?: boolean; field?: string; known?: { id: number; name: string }[] };

export const entityChoosers: Record<string, ComponentType<IdProps>> = {
  OrgUnit: ({ known: _, ...props }) => <UnitChooser {...props} />,
  Person: PersonChooser,
};
