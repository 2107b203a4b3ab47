/** All modules of the client: the folders below src/modules, found by themselves. */
import { Inbox, SlidersHorizontal } from "lucide-react";
import { type ComponentType, lazy } from "react";
import type { Me } from "~/api/types";
import type { SlotParts } from "~/ui/Slot";
import { type WordFile, loadWords } from "~/ui/i18n/words";
import type { ClientModule, LivePart, MenuItem } from "./module";
import { maySet } from "./settings/rights";

type Named = ClientModule & { name: WordFile };

const found = import.meta.glob<ClientModule>("../modules/*/index.tsx", { eager: true, import: "default" });
const InboxCount = lazy(() => import("./inbox/InboxCount"));
const lives = import.meta.glob<LivePart>("../modules/*/live.ts");

/** The words of a module have its name. */
const nameOf = (path: string) => path.split("/").at(-2) as WordFile;

export const modules: Named[] = Object.entries(found)
  .map(([path, module]) => ({ ...module, name: nameOf(path) }))
  .sort((one, other) => one.order - other.order);

export function modulesOf(me: Me): Named[] {
  return modules.filter(({ name }) => me.modules.includes(name));
}

/** The shell's own entry; what stands on its page the modules bring. */
const settings: MenuItem = { group: "platform", label: "shell.settings", path: "/settings", icon: SlidersHorizontal };

/** Who may ask for approval, and be asked, has one; modules fill more of its groups. */
const inbox: MenuItem = {
  group: "own",
  label: "shell.inbox",
  path: "/inbox",
  icon: Inbox,
  letter: "i",
  needs: "platform.approvals",
  badge: InboxCount,
};

/** Where the thing stands that a request is about; nothing when its module has no page for it. */
export function subjectPath(kind: string, subject: number): string | undefined {
  for (const { subjects } of modules) if (subjects?.[kind]) return subjects[kind](subject);
  return undefined;
}

const isHome = ({ path }: MenuItem) => path === "/";

export function menuOf(me: Me): MenuItem[] {
  const all: MenuItem[] = [inbox, ...modulesOf(me).flatMap(({ menu }) => menu)];
  const found = [...all.filter(isHome), ...all.filter((item) => !isHome(item))];
  const open = found.filter(({ needs }) => needs === undefined || me.permissions.includes(needs));
  return [...open, ...(maySet(me) ? [settings] : [])];
}

/** Who looks after the installation and has no share in the two rails begins with what waits there. */
function isCaretaker({ permissions }: Me): boolean {
  return permissions.includes("tenancy.manage") && !permissions.includes("kpi.read") && !permissions.includes("okr.read");
}

/** Where somebody begins: the first page of the menu, which is one's own day while the board's module is on. */
export function homeOf(me: Me): string {
  const paths = menuOf(me).map(({ path }) => path);
  if (isCaretaker(me)) return settings.path;
  return paths[0] ?? "/me";
}

export function loadLive(names: string[]): Promise<LivePart[]> {
  const wanted = Object.keys(lives).filter((path) => names.includes(nameOf(path)));
  return Promise.all(wanted.map((path) => lives[path]!()));
}

/** A part's chunk and its module's words arrive together. */
function partsOf({ name, slots = {} }: Named) {
  return Object.entries(slots).map(([slot, fetchPart]) => {
    const load = async () => {
      const [part] = await Promise.all([fetchPart(), loadWords(name)]);
      return part as { default: ComponentType<object> };
    };
    return { module: name, slot, load, View: lazy(load) };
  });
}

const parts = modules.flatMap(partsOf);

/** Who fills which slot, in the modules' order; those that are off fill none. */
export function slotsFor(me: Me): SlotParts {
  const filled: Record<string, unknown[]> = {};
  for (const part of parts.filter(({ module }) => me.modules.includes(module))) {
    (filled[part.slot] ??= []).push(part);
  }
  return filled as SlotParts;
}
