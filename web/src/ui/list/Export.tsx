/** The button that exports a list; it and its words come when a list is shown. */
import { Suspense, lazy } from "react";
import { loadWords } from "../i18n/words";

const Button = lazy(async () => {
  const [button] = await Promise.all([import("./ExportButton"), loadWords("exports")]);
  return button;
});

/** `list` is the list's own address with its filters: `listOf("/people", { unit: 3 })`. */
export function Export({ list }: { list: string }) {
  return (
    <Suspense fallback={null}>
      <Button list={list} />
    </Suspense>
  );
}

export function listOf(path: string, query: Record<string, string | number | boolean | null | undefined> = {}): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  const text = asked.toString();
  return text ? `${path}?${text}` : path;
}
