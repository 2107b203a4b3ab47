import { useMutation } from "@tanstack/react-query";
import { api } from "~/api/client";
import { useEnterSession } from "~/api/session";

export function useSignIn() {
  const enter = useEnterSession();
  return useMutation({
    mutationFn: (given: { login: string; password: string; tenant?: string }) => api.post("/session", { body: given }),
    onSuccess: enter,
  });
}

export function useFirstStart() {
  const enter = useEnterSession();
  return useMutation({
    mutationFn: (given: { token: string; login: string; password: string; name: string }) =>
      api.post("/first-start", { body: given }),
    onSuccess: enter,
  });
}
