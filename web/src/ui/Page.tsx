import { type ReactNode, useEffect } from "react";
import { useT } from "./i18n/words";
import "./page.css";

type PageProps = {
  title: string;
  /** A button before the title. */
  lead?: ReactNode;
  /** Tags and facts beside the title. */
  beside?: ReactNode;
  /** Scope chips. */
  scope?: ReactNode;
  /** Small print, view switch, the one primary button. */
  end?: ReactNode;
  children: ReactNode;
  width?: "full" | "form";
  /** Leaves room for an open drawer instead of lying under it. */
  beside_drawer?: boolean;
};

/** The frame of a page: one h1, scope, view switch, at most one primary button. */
export function Page({ title, lead, beside, scope, end, children, width = "full", beside_drawer }: PageProps) {
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t("ui.product")}`;
  }, [title, t]);
  return (
    <div className={`page ${width}${beside_drawer ? " beside" : ""}`}>
      <header className="page-head">
        {lead}
        <h1>{title}</h1>
        {beside}
        {scope ? <div className="page-scope">{scope}</div> : null}
        <span className="grow" />
        {end ? <div className="page-end">{end}</div> : null}
      </header>
      {children}
    </div>
  );
}
