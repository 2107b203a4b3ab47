import { type ComponentType, Suspense, createContext, useContext } from "react";
import type { SlotName, SlotProps } from "~/app/slots";

export type SlotParts = { [Name in SlotName]?: ComponentType<SlotProps[Name]> };

export const SlotContext = createContext<SlotParts>({});

export function Slot<Name extends SlotName>({ name, ...props }: { name: Name } & SlotProps[Name]) {
  const Part = useContext(SlotContext)[name] as ComponentType<SlotProps[Name]> | undefined;
  if (!Part) return null;
  return (
    <Suspense fallback={null}>
      <Part {...(props as unknown as SlotProps[Name])} />
    </Suspense>
  );
}
