#include <algorithm>

#include "modules/okr/api.hpp"
#include "modules/okr/model_close.hpp"
#include "modules/okr/service_print.hpp"
#include "modules/people/people.hpp"
#include "platform/pdf/press.hpp"

/// A review as a document for printing, in the order in which it is read: grades, key results,
/// cause, learned, what becomes of it, next steps.
namespace twinrail::okr {
namespace {

using pdf::Cell;
using pdf::Words;

pdf::Facts grades_of(const ReviewView& review, const Words& say) {
  pdf::Facts facts;
  for (const ScoreRole role : {ScoreRole::owner, ScoreRole::collaborator, ScoreRole::manager}) {
    const auto given = std::ranges::find(review.scores, role, &ScoreView::role);
    const bool there = given != review.scores.end();
    Cell cell{.text = there ? pdf::tenths(given->score) : std::string(pdf::unknown)};
    if (there && given->by_name) cell.note = *given->by_name;
    if (there && !given->by_name && given->people > 1)
      cell.note = say("pdf.people", {{"count", std::to_string(given->people)}});
    facts.items.push_back({say("pdf.role.", role), cell});
  }
  facts.items.push_back({say(review.row.capped ? "pdf.grade_after_cap" : "pdf.grade"),
                         {.text = pdf::tenths(review.row.grade),
                          .mark = review.row.capped ? pdf::Mark::breach : pdf::Mark::nothing}});
  facts.items.push_back({say("pdf.progress"), pdf::progress(review.row.progress, {})});
  facts.items.push_back(
      {say("pdf.suggested"), {.text = pdf::tenths(pdf::decimal_of(review.row.suggested))}});
  if (review.outcome)
    facts.items.push_back({say("pdf.outcome"), {.text = say("pdf.outcome.", *review.outcome)}});
  return facts;
}

void add_cap(pdf::Paper& paper, const CloseRowView& row, const Words& say) {
  if (!row.guard) return;
  const GuardView& g = *row.guard;
  const std::string limit = limit_text(g, say.locale);
  const char* key = limit == pdf::unknown ? "pdf.capped_without_line" : "pdf.capped_by";
  const std::string text =
      g.kpi_names ? say(key, {{"name", pdf::name(say.locale, *g.kpi_names)},
                              {"value", pdf::with_unit(say.locale, g.actual, g.unit, g.decimals)},
                              {"limit", limit},
                              {"cap", g.cap.to_string()}})
                  : say("pdf.capped_hidden", {{"cap", g.cap.to_string()}});
  paper.blocks.emplace_back(pdf::Paragraph{.text = text, .mark = pdf::Mark::breach});
}

void add_section(pdf::Paper& paper, const std::string& head, const std::string& text,
                 const Words& say) {
  paper.blocks.emplace_back(pdf::Heading{head, {}});
  paper.blocks.emplace_back(pdf::Paragraph{.text = text.empty() ? say("pdf.nothing_written") : text,
                                           .quiet = text.empty()});
}

void add_steps(pdf::Paper& paper, const std::vector<StepView>& steps, const Words& say) {
  paper.blocks.emplace_back(pdf::Heading{say("pdf.next_steps"), {}});
  pdf::Table table{{{say("pdf.next_step"), 60}, {say("pdf.owner"), 20}, {say("pdf.due"), 20}},
                   {},
                   say("pdf.nothing_written")};
  for (const StepView& step : steps)
    table.rows.push_back({{.text = step.note},
                          {.text = pdf::or_unknown(step.owner_name)},
                          {.text = pdf::day(say.locale, step.due)}});
  paper.blocks.emplace_back(std::move(table));
}

std::string decision_of(const ReviewView& review, const Words& say) {
  if (!review.decision) return {};
  std::string text = say("pdf.decision.", *review.decision);
  if (!review.carry) return text + " · " + say("pdf.not_carried");
  if (!review.next_cycle) return text;
  return text + " · " +
         say("pdf.carried", {{"cycle", pdf::name(say.locale, review.next_cycle->names)}});
}

}  // namespace

pdf::Paper Printer::review_paper(const Context& ctx, Read& db, const ObjectiveOf& request) {
  const Words say{ctx.locale};
  const ReviewView r = okr_.review(ctx, db, request);
  const std::string zone = people_.calendar(db).zone;
  const bool frozen =
      std::ranges::any_of(r.key_results, [](const KeyResultView& kr) { return kr.frozen; });
  pdf::Paper paper{.rail = pdf::Rail::okr,
                   .kind = say("pdf.kind_review") + " · " + say("pdf.", r.row.type),
                   .title = pdf::name(ctx.locale, r.row.title),
                   .subtitle = pdf::name(ctx.locale, r.row.unit_names) + " · " +
                               pdf::name(ctx.locale, r.cycle.names)};
  if (r.row.owner_name) paper.subtitle += " · " + *r.row.owner_name;
  paper.file = "review-" + std::to_string(request.objective.value);
  paper.colophon = pdf::colophon_of(ctx, db, people_);
  paper.blocks.emplace_back(pdf::Heading{
      say("pdf.grades"),
      r.submitted_at ? say("pdf.handed_in", {{"at", pdf::moment(ctx.locale, r.submitted_at, zone)}})
                     : say("pdf.not_handed_in")});
  paper.blocks.emplace_back(grades_of(r, say));
  for (const ScoreView& score : r.scores)
    if (score.role == ScoreRole::manager && !score.reason.empty())
      paper.blocks.emplace_back(
          pdf::Paragraph{.text = say("pdf.manager_said", {{"text", score.reason}})});
  add_cap(paper, r.row, say);
  if (!r.reason.empty())
    paper.blocks.emplace_back(pdf::Paragraph{.text = say("pdf.given_up", {{"reason", r.reason}})});
  paper.blocks.emplace_back(pdf::Heading{say("pdf.key_results"), frozen ? say("pdf.frozen") : ""});
  paper.blocks.emplace_back(key_results_table(r.key_results, say));
  add_section(paper, say("pdf.cause"), r.cause, say);
  add_section(paper, say("pdf.learned"), r.learned, say);
  add_section(paper, say("pdf.decision"), decision_of(r, say), say);
  add_steps(paper, r.steps, say);
  return paper;
}

PdfFile Printer::review(const Context& ctx, Lanes& lanes, const ObjectiveOf& request) {
  return pdf::printed(ctx, lanes, [&](Read& db) { return review_paper(ctx, db, request); });
}

}  // namespace twinrail::okr
