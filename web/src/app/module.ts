/**
 * What a module gives to the shell. A folder below src/modules is a module: `index.tsx` gives this by
 * default, `live.ts` (optional) a LivePart, `screens.mjs` (optional) the screens that tests open.
 */
import type { QueryClient } from "@tanstack/react-query";
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Topic } from "~/api/live";
import type { LiveEvent, Me } from "~/api/types";
import type { Key, Language } from "~/ui/i18n/words";
import type { SlotName, SlotProps } from "./slots";

export type PageRoute = {
  path: string;
  load: () => Promise<{ default: ComponentType }>;
  /** Without the frame: before sign-in. */
  bare?: boolean;
  /** With a frame that steps back on the phone: one task, done in a minute. */
  quiet?: boolean;
};

export const groups = { own: "shell.group_own", dual: "shell.group_dual", people: "shell.group_people", platform: "shell.group_platform" } as const;

export type MenuItem = {
  group: keyof typeof groups;
  label: Key;
  path: string;
  icon: LucideIcon;
  /** Pressed after G it leads here. */
  letter?: string;
  /** The permission without which the page would show nothing; whoever lacks it has no such entry. */
  needs?: string;
  /** Asked after sign-in: whether the entry is drawn for this person, and what waits there. */
  waits?: { queryKey: readonly unknown[]; queryFn: () => Promise<Waits> };
  /** Whose first page it is after sign-in, when it is drawn for them. */
  landing?: (me: Me) => boolean;
  /** A count beside the label, of what waits. */
  badge?: ComponentType;
};

export type Waits = { shown: boolean; count: number };

/** Something that the search found: where it is and what it is called. */
export type Hit = { id: string; label: string; note: string; to: string };
export type Find = (text: string, language: Language, signal: AbortSignal) => Promise<Hit[]>;

/** Parts for pages of other modules; each is fetched when its slot is first shown. */
export type SlotLoads = { [Name in SlotName]?: () => Promise<{ default: ComponentType<SlotProps[Name]> }> };

export type ClientModule = {
  /** Its place among the others, in the menu, the search and the slots that several fill. */
  order: number;
  routes: PageRoute[];
  menu: MenuItem[];
  slots?: SlotLoads;
  /** Where the things stand that the module's requests for approval are about, by kind of request. */
  subjects?: Record<string, (subject: number) => string>;
  /** Fetched when the search is first opened. */
  find?: { label: Key; load: () => Promise<{ find: Find }> };
};

/** What live.ts exports; fetched after sign-in when the module is on. */
export type LivePart = {
  topics: Topic[];
  followLive: (client: QueryClient, event: LiveEvent) => void;
  /** What is said at once instead of politely with other changes. */
  urgent?: (event: LiveEvent) => Key | undefined;
};
