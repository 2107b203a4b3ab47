import { type ComponentType, type ReactNode, Suspense, createContext, useContext, useEffect } from "react";
import type { SlotName, SlotProps } from "~/app/slots";

type Part<Name extends SlotName> = { module: string; View: ComponentType<SlotProps[Name]>; load: () => Promise<unknown> };

/** The parts of the modules that are on; several modules may fill the same slot. */
export type SlotParts = { [Name in SlotName]?: Part<Name>[] };

export const SlotContext = createContext<SlotParts>({});

function useParts<Name extends SlotName>(name: Name): Part<Name>[] {
  return (useContext(SlotContext)[name] ?? []) as Part<Name>[];
}

/** False when no module that is on has anything to show here. */
export function useFilled(name: SlotName): boolean {
  return useParts(name).length > 0;
}

/** Fetches a slot's parts while the page still waits for its data. */
export function useSlotSoon(name: SlotName): void {
  const parts = useParts(name);
  useEffect(() => {
    // What fails here is fetched again, and told, where the slot is shown.
    parts.forEach(({ load }) => void load().catch(() => undefined));
  }, [parts]);
}

type Props<Name extends SlotName> = { name: Name; fallback?: ReactNode } & SlotProps[Name];

export function Slot<Name extends SlotName>({ name, fallback = null, ...props }: Props<Name>) {
  return useParts(name).map(({ module, View }) => (
    <Suspense key={module} fallback={fallback}>
      <View {...(props as unknown as SlotProps[Name])} />
    </Suspense>
  ));
}
