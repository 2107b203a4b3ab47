/** The button that exports a list; it and its words come when a list is shown. */
import { Suspense, lazy } from "react";
import { loadWords } from "../i18n/words";

const Button = lazy(async () => {
  const [button] = await Promise.all([import("./ExportButton"), loadWords("exports")]);
  return button;
});

/** `list` is the list's own address with its filters: `listOf("/people", { unit: 3 })`; `title` what its reader calls it; `label` what the button says beside another one. */
export function Export(props: { list: string; title?: string; label?: string }) {
  return (
    <Suspense fallback={null}>
      <Button {...props} />
    </Suspense>
  );
}

export function listOf(path: string, query: Record<string, string | number | boolean | null | undefined> = {}): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  const text = asked.toString();
  return text ? `${path}?${text}` : path;
}
