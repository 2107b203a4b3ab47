/** Under thirty seconds for two key results; plain HTML and CSS, so that it is quick on a phone. */
import { ChevronLeft } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { KeyResultView } from "~/api/types";
import { Page } from "~/ui/Page";
import { useCrumbs } from "~/ui/crumbs";
import { name } from "~/ui/format";
import { useWords } from "~/ui/i18n/words";
import { useNavigate, useParams } from "~/ui/router";
import { ErrorState, Skeleton } from "~/ui/states";
import { Blocker, ConfidenceChoice, Told } from "../parts/CheckInParts";
import { missing, requestOf } from "../parts/check_in_request";
import { MilestoneChoice, Standing, ValueCard } from "../parts/CheckInValue";
import { type Draft, dropDraft, firstDraft, keepDraft } from "../parts/draft";
import { useCheckIn, useKeyResult } from "../queries";
import css from "../parts/check_in.module.css";
import "../parts/check_in.css";

export default function CheckInPage() {
  const { keyResult } = useParams<{ keyResult: string }>();
  const { t } = useWords();
  const id = Number(keyResult);
  const query = useKeyResult(id);
  useCrumbs([{ label: t("ui.objectives"), to: "/okr" }, { label: t("okr.ui.check_in") }]);
  if (query.isPending) return <Skeleton rows={6} />;
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return <CheckInForm key={id} view={query.data} />;
}

function useSteps(view: KeyResultView) {
  const manual = view.objective.key_results.filter((kr) => kr.value_mode === "manual" && !kr.frozen);
  const at = manual.findIndex((kr) => kr.id === view.row.id);
  return { count: manual.length, at, next: manual[at + 1] };
}

/** A button that does nothing yet says what it waits for. */
function SaveButton({ lacks, busy, label }: { lacks: string | null; busy: boolean; label: string }) {
  return (
    <>
      {lacks === null ? null : (
        <p id="lacks" className={css.missing}>
          {lacks}
        </p>
      )}
      <button type="submit" className="btn primary lg" disabled={lacks !== null || busy} aria-describedby={lacks === null ? undefined : "lacks"}>
        {label}
      </button>
    </>
  );
}

function CheckInForm({ view }: { view: KeyResultView }) {
  const { t, language } = useWords();
  const navigate = useNavigate();
  const steps = useSteps(view);
  const save = useCheckIn(view.row.id);
  const key = useRef(crypto.randomUUID());
  const [draft, setDraft] = useState<Draft>(() => firstDraft(view.row));
  useEffect(() => keepDraft(view.row.id, draft), [view.row.id, draft]);
  const change = (changes: Partial<Draft>) => setDraft((old) => ({ ...old, ...changes }));
  const request = requestOf(view.row, draft);
  const back = () => navigate({ to: `/okr/${view.objective.id}` });
  const submit = () => {
    if (!request) return;
    save.mutate(
      { request, key: key.current },
      {
        onSuccess: () => {
          dropDraft(view.row.id);
          navigate({ to: steps.next ? `/check-in/${steps.next.id}` : `/okr/${view.objective.id}`, replace: true });
        },
      },
    );
  };
  const { row } = view;
  return (
    <Page
      title={t("okr.ui.check_in")}
      width="form"
      lead={
        <button type="button" className="icon-btn ci-back" aria-label={t("ui.back")} onClick={back}>
          <ChevronLeft size={22} strokeWidth={1.75} />
        </button>
      }
      end={steps.count > 1 && steps.at >= 0 ? <span className="dim num">{`${steps.at + 1} / ${steps.count}`}</span> : null}
    >
      <form
        className="ci"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Standing view={view} />
        {row.value_mode === "kpi" ? (
          <p className="card ci-card">
            {row.driven_by?.kpi_names ? t("okr.ui.follows", { name: name(row.driven_by.kpi_names, language) }) : t("okr.ui.follows_hidden")}
          </p>
        ) : (
          <>
            {row.kind === "milestone" ? (
              <MilestoneChoice row={row} value={draft.milestone} onChange={(milestone) => change({ milestone })} />
            ) : (
              <ValueCard view={view} draft={draft} onChange={change} />
            )}
            <ConfidenceChoice value={draft.confidence} onChange={(confidence) => change({ confidence })} />
            <Told text={draft.text} onChange={(text) => change({ text })}>
              <Blocker blocked={draft.blocked} text={draft.blocker} onChange={change} />
            </Told>
            {save.isError ? (
              <p className="problem" role="alert">
                {save.error.message}
              </p>
            ) : null}
            <div className="ci-foot">
              <SaveButton lacks={request ? null : t(missing(row))} busy={save.isPending} label={steps.next ? t("okr.ui.save_next") : t("ui.save")} />
            </div>
          </>
        )}
      </form>
    </Page>
  );
}
