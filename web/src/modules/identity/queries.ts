import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, inCompany } from "~/api/client";
import { keys } from "~/api/keys";
import { useEnterSession } from "~/api/session";
import type { Schemas } from "~/api/types";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useMutationOnce } from "~/ui/mutation";

export type Account = Schemas["AccountView"];
export type Role = Schemas["RoleView"];
export type Session = Schemas["Session"];
export type Token = Schemas["Token"];
export type NewToken = Schemas["NewToken"];
export type MadeToken = Schemas["MadeToken"];

const pageSize = 50;

export function useSignIn() {
  const enter = useEnterSession();
  return useMutationOnce({
    mutationFn: ({ company, ...given }: { login: string; password: string; company: string }) => {
      inCompany(company.trim());
      return api.post("/session", { body: given });
    },
    onSuccess: enter,
  });
}

export function useFirstStart() {
  const enter = useEnterSession();
  return useMutationOnce({
    mutationFn: (given: { token: string; login: string; password: string; name: string }) =>
      api.post("/first-start", { body: given }),
    onSuccess: enter,
  });
}

/** Whoever opens an account is signed in with it. */
export function useActivate() {
  const enter = useEnterSession();
  return useMutationOnce({
    mutationFn: ({ company, ...given }: Schemas["Activate"] & { company: string }) => {
      inCompany(company.trim());
      return api.post("/activation", { body: given });
    },
    onSuccess: enter,
  });
}

// Accounts ------------------------------------------------------------------------------------

export function useAccounts(query: { q?: string }) {
  return useInfiniteQuery({
    queryKey: keys.accounts.list(query),
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) => api.get("/accounts", { query: { ...query, cursor: pageParam, limit: pageSize }, signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function fetchAccount(id: number, signal?: AbortSignal): Promise<Account> {
  return api.get("/accounts/{account}", { path: { account: id }, signal });
}

export function useAccount(id: number) {
  return useQuery({ queryKey: keys.accounts.one(id), queryFn: ({ signal }) => fetchAccount(id, signal) });
}

export function useRoles() {
  return useQuery({ queryKey: keys.roles, queryFn: async ({ signal }) => (await api.get("/roles", { signal })).items });
}

/** What the server has answered stands at once; the lists and the account's tokens are asked for again. */
function useTakeOver(): (account: Account) => void {
  const client = useQueryClient();
  return (account) => {
    client.setQueryData(keys.accounts.one(account.id), account);
    void client.invalidateQueries({ queryKey: keys.accounts.lists });
    void client.invalidateQueries({ queryKey: keys.accounts.part(account.id, "tokens") });
  };
}

/** A refusal may mean that somebody else was quicker: then the account as it is now is fetched. */
export function useChangeState({ id, version }: Account) {
  const client = useQueryClient();
  const takeOver = useTakeOver();
  return useMutationOnce({
    mutationFn: (state: Account["state"]) => api.put("/accounts/{account}/state", { path: { account: id }, body: { state }, version }),
    onSuccess: takeOver,
    onError: () => void client.invalidateQueries({ queryKey: keys.accounts.one(id) }),
  });
}

export function useGiveRoles(id: number) {
  const takeOver = useTakeOver();
  return async (roles: string[], version: number) =>
    takeOver(await api.put("/accounts/{account}/roles", { path: { account: id }, body: { roles }, version }));
}

// Slips: codes are shown once, so they live in this window and nowhere else ---------------------

export type Given = Schemas["GivenAccount"];
export type Slip = { name: string; login: string; code: string; until: string; company: string; companyName: string };

export function useGive() {
  const client = useQueryClient();
  const seen = () => void client.invalidateQueries({ queryKey: keys.accounts.lists });
  return {
    people: async (body: Schemas["GiveAccounts"]): Promise<Given[]> => {
      const { items } = await api.post("/accounts/together", { body });
      seen();
      return items;
    },
    other: async (body: Schemas["GiveAccount"]): Promise<Given[]> => {
      const given = await api.post("/accounts", { body });
      seen();
      return [given];
    },
  };
}

/** New codes for these accounts, whose earlier ones are void from now on. */
export function useNewCodes() {
  const client = useQueryClient();
  return async (accounts: number[]): Promise<Given[]> => {
    const { items } = await api.post("/accounts/codes", { body: { accounts } });
    void client.invalidateQueries({ queryKey: keys.accounts.all });
    return items;
  };
}

// Invitations by mail: where mail is set up ------------------------------------------------------

/** Whether mail is sent here, and how many were invited and have not come. */
export function useInvitations() {
  return useQuery({ queryKey: keys.accounts.part(0, "invitations"), queryFn: ({ signal }) => api.get("/invitations", { signal }) });
}

export function useInvite() {
  const client = useQueryClient();
  const then = async <T>(done: Promise<T>): Promise<T> => {
    const reply = await done;
    await client.invalidateQueries({ queryKey: keys.accounts.all });
    return reply;
  };
  return {
    invite: (accounts: number[]) => then(api.post("/invitations", { body: { accounts } })),
    revoke: (account: number) => then(api.del("/invitations/{account}", { path: { account } })),
  };
}

export function useKeepSlips() {
  const client = useQueryClient();
  const { language } = useWords();
  return (given: Given[], company: Schemas["TenantView"]) => {
    const slips = given.map(
      ({ account, code }): Slip => ({
        name: account.name,
        login: account.login,
        code,
        until: account.code_expires_at!,
        company: company.code,
        companyName: name(company.name, language),
      }),
    );
    client.setQueryData(keys.slips, slips);
  };
}

export function useSlips(): Slip[] {
  return useQuery<Slip[]>({ queryKey: keys.slips, queryFn: () => [], enabled: false, staleTime: Infinity, initialData: [] }).data;
}

export function useAccountTokens(id: number) {
  return useQuery({
    queryKey: keys.accounts.part(id, "tokens"),
    queryFn: async ({ signal }) => (await api.get("/accounts/{account}/tokens", { path: { account: id }, signal })).items,
  });
}

/** `one` of an account's tokens, or all of them. */
export function useRevokeOf(id: number) {
  const client = useQueryClient();
  return async (one?: number) => {
    if (one === undefined) await api.del("/accounts/{account}/tokens", { path: { account: id } });
    else await api.del("/accounts/{account}/tokens/{entry}", { path: { account: id, entry: one } });
    await client.invalidateQueries({ queryKey: keys.accounts.part(id, "tokens") });
  };
}

// My own --------------------------------------------------------------------------------------

export function useMySessions() {
  return useQuery({ queryKey: keys.mySessions, queryFn: async ({ signal }) => (await api.get("/me/sessions", { signal })).items });
}

/** All are tried; the first that was refused is what is told, and the list shows what is left. */
export function useEndSessions() {
  const client = useQueryClient();
  return async (ids: number[]) => {
    const ended = await Promise.allSettled(ids.map((entry) => api.del("/me/sessions/{entry}", { path: { entry } })));
    await client.invalidateQueries({ queryKey: keys.mySessions });
    const refused = ended.find((one) => one.status === "rejected");
    if (refused) throw refused.reason;
  };
}

export function useMyTokens() {
  return useQuery({ queryKey: keys.myTokens, queryFn: async ({ signal }) => (await api.get("/tokens", { signal })).items });
}

export function useAddToken() {
  const client = useQueryClient();
  return async (body: NewToken): Promise<MadeToken> => {
    const made = await api.post("/tokens", { body });
    void client.invalidateQueries({ queryKey: keys.myTokens });
    return made;
  };
}

export function useRevokeMine() {
  const client = useQueryClient();
  return async (entry: number) => {
    await api.del("/tokens/{entry}", { path: { entry } });
    await client.invalidateQueries({ queryKey: keys.myTokens });
  };
}

/** The other sessions and the tokens end with the old password. */
export function useChangePassword() {
  const client = useQueryClient();
  return async (body: Schemas["ChangePassword"]) => {
    await api.put("/me/password", { body });
    void client.invalidateQueries({ queryKey: keys.mySessions });
    void client.invalidateQueries({ queryKey: keys.myTokens });
  };
}
