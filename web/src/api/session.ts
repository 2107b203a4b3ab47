import { useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { ApiError, api } from "./client";
import { keys } from "./keys";
import type { Me } from "./types";

/** Null when nobody is signed in. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    staleTime: Infinity,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await api.get("/session");
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
  });
}

export const MeContext = createContext<Me | null>(null);

/** The person who is signed in; only pages inside the shell may ask. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error("useMe outside the shell");
  return me;
}

/** Buttons of acts that the server would refuse are not drawn. */
export function useCan(): (permission: string) => boolean {
  const me = useMe();
  return (permission) => me.permissions.includes(permission);
}

export function useEnterSession(): (me: Me) => void {
  const client = useQueryClient();
  return (me) => {
    client.clear();
    client.setQueryData(keys.session, me);
  };
}

/** Whatever the server says, nobody is signed in here any more. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await api.del("/session").catch(() => undefined);
    client.clear();
    client.setQueryData(keys.session, null);
  };
}

/** The account's own language; the page has already changed, so a failure is no one's concern. */
export function rememberLanguage(locale: Me["locale"]): void {
  api.patch("/session", { body: { locale } }).catch(() => undefined);
}
