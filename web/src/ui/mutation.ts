import { type UseMutationOptions, type UseMutationResult, useMutation } from "@tanstack/react-query";
import { useOnce } from "./once";

/**
 * A mutation for buttons: `mutate` sends once at a time.
 * `mutateAsync` is for an act that has its guard, as in `useSave`.
 */
export function useMutationOnce<Data, Refusal = Error, Sent = void, Context = unknown>(
  options: UseMutationOptions<Data, Refusal, Sent, Context>,
): UseMutationResult<Data, Refusal, Sent, Context> {
  const mutation = useMutation(options);
  const { run } = useOnce(mutation.mutateAsync);
  // What is refused stands in the mutation's own error.
  const mutate: typeof mutation.mutate = (...args) => void run(...args).catch(() => undefined);
  return { ...mutation, mutate };
}
