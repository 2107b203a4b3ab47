import { Search } from "lucide-react";
import { Suspense, lazy, useEffect, useState } from "react";
import { useT } from "~/ui/i18n/words";

const SearchDialog = lazy(() => import("./SearchDialog"));

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Looks like a field and opens the search; Ctrl K or ⌘ K from anywhere. */
export function SearchButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(mac ? event.metaKey : event.ctrlKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" className="search-button" onClick={() => setOpen(true)}>
        <Search size={15} strokeWidth={1.75} aria-hidden="true" />
        <span className="ell grow">{t("shell.search")}</span>
        <kbd className="desk">{mac ? "⌘K" : "Ctrl K"}</kbd>
      </button>
      <Suspense fallback={null}>{open ? <SearchDialog onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
}
