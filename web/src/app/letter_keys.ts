import { useNavigate } from "~/ui/router";
import { useEffect } from "react";
import { letterAllowed, walkRows } from "~/ui/keys";
import type { MenuItem } from "./module";

/** A second key must follow within this time after G. */
const chordMs = 1200;

/** `G` then a page's letter, J and K along rows. Acts of a page (A, U) belong to the page. */
export function useLetterKeys(menu: MenuItem[]): void {
  const navigate = useNavigate();
  useEffect(() => {
    let chordAt = 0;
    const press = (event: KeyboardEvent) => {
      if (!letterAllowed(event)) return;
      const key = event.key.toLowerCase();
      if (event.timeStamp - chordAt < chordMs && chordAt > 0) {
        chordAt = 0;
        const item = menu.find((candidate) => candidate.letter === key);
        if (item) navigate({ to: item.path });
        return;
      }
      if (key === "g") chordAt = event.timeStamp;
      if (key === "j") walkRows(1);
      if (key === "k") walkRows(-1);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [menu, navigate]);
}
