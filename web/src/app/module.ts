/** What a module gives to the shell: its routes, menu, slots and live handlers. */
import type { QueryClient } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { LiveEvent } from "~/api/types";
import type { SlotParts } from "~/ui/Slot";
import type { Key, WordFile } from "~/ui/i18n/words";

export type Search = Record<string, string | number | undefined>;

export type PageRoute = {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Without the frame: sign-in and the phone's check-in. */
  bare?: boolean;
};

export type MenuItem = { group: "dual" | "people"; label: Key; path: string; icon: LucideIcon; letter?: string };

export type ClientModule = {
  name: WordFile;
  routes: PageRoute[];
  menu: MenuItem[];
  slots?: SlotParts;
  live?: (client: QueryClient, event: LiveEvent) => void;
};
