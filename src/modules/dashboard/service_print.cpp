#include <algorithm>
#include <map>

#include "modules/dashboard/api.hpp"
#include "modules/dashboard/model.hpp"
#include "platform/pdf/press.hpp"

/// The dual-track board as a document for printing.
namespace twinrail::dashboard {
namespace {

using pdf::Cell;
using pdf::Words;

pdf::Facts facts_of(const Board& board, const Words& say) {
  pdf::Facts facts;
  if (board.cycle) {
    Cell progress = pdf::progress(board.okr.progress, board.okr.expected);
    if (board.okr.expected)
      progress.note = say("pdf.expected") + " " + pdf::percent(board.okr.expected);
    Cell pace = pdf::status(say.locale, board.okr.pace);
    pace.note = say("pdf.covered", {{"covered", std::to_string(board.okr.covered)},
                                    {"total", std::to_string(board.okr.key_results)}});
    facts.items.push_back({say("pdf.board_okr"), progress});
    facts.items.push_back({say("pdf.pace"), pace});
    facts.items.push_back({say("pdf.forecast"), {.text = pdf::percent(board.okr.forecast)}});
  }
  const KpiRail& kpi = board.kpi;
  Cell health{.text = say("pdf.board_normal",
                          {{"ok", std::to_string(kpi.ok)}, {"total", std::to_string(kpi.total)}})};
  const std::pair<std::string_view, std::int64_t> counts[] = {
      {"breach", kpi.breach}, {"watch", kpi.watch}, {"rec", kpi.rec}, {"none", kpi.none}};
  for (const auto& [light, count] : counts)
    if (count > 0)
      health.note += (health.note.empty() ? "" : " · ") + pdf::status(say.locale, light).text +
                     " " + std::to_string(count);
  facts.items.push_back({say("pdf.board_kpi"), health});
  return facts;
}

std::string limit_of(const Warning& w, const Words& say) {
  const kpi::BreachView& b = w.breach;
  return pdf::red_line(say.locale, {b.limit, b.limit_to, b.limit_op, w.unit, w.decimals});
}

void add_breaches(pdf::Paper& paper, const Board& board, const Words& say) {
  if (board.breaches == 0) return;
  paper.blocks.emplace_back(
      pdf::Heading{say("pdf.breaches"),
                   say("pdf.breaches_note", {{"all", std::to_string(board.breaches)},
                                             {"open", std::to_string(board.unacknowledged)}})});
  pdf::Table table{{{say("pdf.metric"), 46},
                    {say("pdf.actual"), 18, true},
                    {say("pdf.red_line"), 18, true},
                    {say("pdf.days"), 10, true},
                    {say("pdf.acknowledged"), 18}},
                   {},
                   {}};
  for (const Warning& w : board.warnings) {
    table.rows.push_back(
        {{.text = pdf::name(say.locale, w.names),
          .mark = pdf::Mark::breach,
          .note = pdf::name(say.locale, w.unit_names)},
         {.text = pdf::with_unit(say.locale, w.actual, w.unit, w.decimals), .strong = true},
         {.text = limit_of(w, say)},
         {.text = std::to_string(w.days)},
         {.text = say(w.acknowledged ? "pdf.yes" : "pdf.no")}});
  }
  paper.blocks.emplace_back(std::move(table));
}

void add_weeks(pdf::Paper& paper, const Board& board, const Words& say) {
  pdf::Chart chart{.finding = say("pdf.both_rails_note"),
                   .target_word = say("pdf.expected_line"),
                   .shown = pdf::share};
  std::size_t told = 0;
  for (const BoardWeek& week : board.weeks) {
    told += week.progress.has_value();
    chart.points.push_back({.label = say("pdf.week_n", {{"week", std::to_string(week.index)}}),
                            .value = pdf::decimal_of(week.progress),
                            .target = pdf::decimal_of(week.expected)});
  }
  if (told < 2) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.both_rails"), {}});
  paper.blocks.emplace_back(std::move(chart));
}

/// Objectives with their key results set in below each.
void add_objectives(pdf::Paper& paper, const Board& board, const Words& say) {
  if (!board.cycle) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.objectives"), {}});
  pdf::Table table{{{say("pdf.objective"), 52},
                    {say("pdf.owner"), 18},
                    {say("pdf.progress"), 30},
                    {say("pdf.pace"), 20},
                    {say("pdf.confidence"), 12, true}},
                   {},
                   say("pdf.objectives_none")};
  for (const okr::ObjectiveView& o : board.objectives) {
    std::string note = pdf::name(say.locale, o.unit_names);
    if (o.recovers) note += " · " + say("pdf.recovery");
    if (o.cap) note += " · " + say("pdf.cap") + " " + o.cap->to_string();
    table.rows.push_back({{.text = pdf::name(say.locale, o.title), .note = note, .strong = true},
                          {.text = pdf::or_unknown(o.owner_name)},
                          pdf::progress(o.progress, o.expected),
                          pdf::status(say.locale, o.pace),
                          {.text = pdf::tenths(o.confidence)}});
    for (const okr::KeyResultView& kr : o.key_results)
      table.rows.push_back({{.text = pdf::name(say.locale, kr.title), .below = true},
                            {.text = pdf::or_unknown(kr.owner_name)},
                            pdf::progress(kr.progress, kr.expected),
                            pdf::status(say.locale, kr.pace),
                            {.text = pdf::tenths(kr.confidence)}});
  }
  paper.blocks.emplace_back(std::move(table));
}

void add_metrics(pdf::Paper& paper, const Board& board, const Words& say) {
  paper.blocks.emplace_back(pdf::Heading{say("pdf.metrics"), {}});
  pdf::Table table{{{say("pdf.metric"), 44},
                    {say("pdf.actual"), 18, true},
                    {say("pdf.target"), 18, true},
                    {say("pdf.change"), 20, true},
                    {say("pdf.period"), 22},
                    {say("pdf.status"), 16}},
                   {},
                   say("pdf.metrics_none")};
  for (const kpi::KpiView& row : board.kpis)
    table.rows.push_back(
        {{.text = pdf::name(say.locale, row.names), .note = pdf::name(say.locale, row.unit_names)},
         {.text = pdf::with_unit(say.locale, row.actual, row.unit, row.decimals), .strong = true},
         {.text = pdf::aim_of(row)},
         {.text = pdf::change(say.locale, row.change, row.unit, row.decimals)},
         {.text = row.period ? pdf::day(say.locale, row.period->end) : std::string(pdf::unknown)},
         pdf::status(say.locale, row.light)});
  paper.blocks.emplace_back(std::move(table));
}

/// What each KPI drives or guards.
void add_links(pdf::Paper& paper, const Board& board, const Words& say) {
  if (board.links.empty()) return;
  std::map<kpi::AssignmentId, std::string> metrics;
  for (const kpi::KpiView& row : board.kpis)
    metrics[row.assignment] = pdf::name(say.locale, row.names);
  pdf::Table table{{{say("pdf.metric"), 40},
                    {say("pdf.link"), 12},
                    {say("pdf.moves"), 60},
                    {say("pdf.status"), 16}},
                   {},
                   {}};
  for (const BoardLink& link : board.links) {
    const auto o = std::ranges::find(board.objectives, link.objective, &okr::ObjectiveView::id);
    if (o == board.objectives.end()) continue;
    Cell to{.text = pdf::name(say.locale, o->title)};
    if (link.key_result)
      for (const okr::KeyResultView& kr : o->key_results)
        if (kr.id == *link.key_result) {
          to.note = to.text;
          to.text = pdf::name(say.locale, kr.title);
        }
    table.rows.push_back({{.text = metrics[link.assignment]},
                          {.text = say("pdf.link.", link.kind)},
                          to,
                          pdf::status(say.locale, link.light)});
  }
  if (table.rows.empty()) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.links"), {}});
  paper.blocks.emplace_back(std::move(table));
}

}  // namespace

pdf::Paper Printer::board_paper(const Context& ctx, Read& db, const BoardOf& request) {
  const Words say{ctx.locale};
  const Board b = dashboard_.board(ctx, db, request);
  pdf::Paper paper{.rail = pdf::Rail::both,
                   .kind = say("pdf.kind_board"),
                   .title = pdf::name(ctx.locale, b.unit.names)};
  if (b.cycle)
    paper.subtitle = pdf::name(ctx.locale, b.cycle->names) + " · " +
                     say("pdf.week_of", {{"week", std::to_string(b.cycle->week)},
                                         {"weeks", std::to_string(b.cycle->weeks)}}) +
                     " · ";
  paper.subtitle += say("pdf.people", {{"count", std::to_string(b.unit.people)}}) + " · " +
                    say("pdf.as_of") + " " + pdf::day(ctx.locale, b.latest_closed);
  paper.file = "board-" + std::to_string(b.unit.id.value);
  paper.colophon = pdf::colophon_of(ctx, db, people_);
  paper.blocks.emplace_back(facts_of(b, say));
  add_breaches(paper, b, say);
  add_weeks(paper, b, say);
  add_objectives(paper, b, say);
  add_metrics(paper, b, say);
  add_links(paper, b, say);
  return paper;
}

PdfFile Printer::board(const Context& ctx, Lanes& lanes, const BoardOf& request) {
  return pdf::printed(ctx, lanes, [&](Read& db) { return board_paper(ctx, db, request); });
}

}  // namespace twinrail::dashboard
