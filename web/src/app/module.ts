/** What a module gives to the shell: its routes, menu, slots and live handlers. */
import type { QueryClient } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { LiveEvent } from "~/api/types";
import type { SlotParts } from "~/ui/Slot";
import type { Key, Language, WordFile } from "~/ui/i18n/words";

export type PageRoute = {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Without the frame: sign-in and the phone's check-in. */
  bare?: boolean;
};

export type MenuItem = { group: "dual" | "people"; label: Key; path: string; icon: LucideIcon; letter?: string };

/** Something that the search found: where it is and what it is called. */
export type Hit = { id: string; label: string; note: string; to: string };
export type Find = (text: string, language: Language, signal: AbortSignal) => Promise<Hit[]>;

export type ClientModule = {
  name: WordFile;
  routes: PageRoute[];
  menu: MenuItem[];
  slots?: SlotParts;
  /** Fetched when the search is first opened. */
  find?: { label: Key; load: () => Promise<{ find: Find }> };
  live?: (client: QueryClient, event: LiveEvent) => void;
};
