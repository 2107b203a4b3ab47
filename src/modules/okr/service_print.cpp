#include "modules/okr/service_print.hpp"

#include <algorithm>

#include "modules/okr/api.hpp"
#include "modules/people/people.hpp"
#include "platform/pdf/press.hpp"

/// An objective as a document for printing.
namespace twinrail::okr {
namespace {

using pdf::Cell;
using pdf::Words;

/// Check-ins that are printed, newest first, and days of the course that are drawn.
constexpr std::size_t check_ins_most = 100;
constexpr std::size_t days_most = 400;

pdf::Facts facts_of(const ObjectiveDetailView& o, const Words& say) {
  const ObjectiveView& row = o.row;
  Cell progress = pdf::progress(row.progress, row.expected);
  if (row.expected && row.pace != Pace::too_early)
    progress.note = say("pdf.expected") + " " + pdf::percent(row.expected);
  return {
      {{say("pdf.progress"), progress},
       {say("pdf.pace"), pdf::status(say.locale, row.pace)},
       {say("pdf.confidence"), {.text = pdf::tenths(row.confidence)}},
       {say("pdf.owner"), {.text = pdf::or_unknown(row.owner_name)}},
       {say("pdf.state"), {.text = say("pdf.state.", row.state)}},
       {say("pdf.coverage"), {.text = pdf::percent(row.coverage)}},
       {say("pdf.forecast"), {.text = pdf::percent(o.forecast ? o.forecast->value : std::nullopt)}},
       {say("pdf.last_update"), {.text = pdf::day(say.locale, row.last_check_in)}}}};
}

void add_guards(pdf::Paper& paper, const std::vector<GuardView>& guards, const Words& say) {
  if (guards.empty()) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.guards"), {}});
  pdf::Table table{{{say("pdf.guard"), 44},
                    {say("pdf.actual"), 16, true},
                    {say("pdf.red_line"), 16, true},
                    {say("pdf.cap"), 14, true},
                    {say("pdf.status"), 18}},
                   {},
                   {}};
  for (const GuardView& g : guards) {
    const bool seen{g.kpi_names};
    Cell what{.text = seen ? pdf::name(say.locale, *g.kpi_names) : say("pdf.guard_hidden")};
    if (g.unit_names) what.note = pdf::name(say.locale, *g.unit_names);
    table.rows.push_back(
        {what,
         {.text = pdf::with_unit(say.locale, g.actual, g.unit, g.decimals)},
         {.text = limit_text(g, say.locale)},
         {.text = g.cap.to_string()},
         seen ? pdf::status(say.locale, g.light) : Cell{.text = std::string(pdf::unknown)}});
  }
  paper.blocks.emplace_back(std::move(table));
}

void add_edges(pdf::Paper& paper, const ObjectiveDetailView& o, const Words& say) {
  const auto share_of = [&](Relation relation, Decimal share) {
    return relation == Relation::supports ? say("pdf.supports") : pdf::share(share);
  };
  if (!o.row.parents.empty()) {
    paper.blocks.emplace_back(pdf::Heading{say("pdf.above"), {}});
    pdf::Table table{{{say("pdf.objective"), 80}, {say("pdf.share"), 20, true}}, {}, {}};
    for (const ParentView& parent : o.row.parents)
      table.rows.push_back({{.text = pdf::name(say.locale, parent.title)},
                            {.text = share_of(parent.relation, parent.share)}});
    paper.blocks.emplace_back(std::move(table));
  }
  if (o.children.empty()) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.children"), {}});
  pdf::Table table{{{say("pdf.objective"), 40},
                    {say("pdf.owner"), 16},
                    {say("pdf.share"), 14, true},
                    {say("pdf.progress"), 28},
                    {say("pdf.pace"), 18}},
                   {},
                   {}};
  for (const ChildView& child : o.children) {
    const ObjectiveView& row = child.objective;
    table.rows.push_back(
        {{.text = pdf::name(say.locale, row.title), .note = pdf::name(say.locale, row.unit_names)},
         {.text = pdf::or_unknown(row.owner_name)},
         {.text = share_of(child.relation, child.share)},
         pdf::progress(row.progress, row.expected),
         pdf::status(say.locale, row.pace)});
  }
  paper.blocks.emplace_back(std::move(table));
}

void add_course(pdf::Paper& paper, const ObjectiveDetailView& o, const Words& say) {
  pdf::Chart chart{.shown = pdf::share};
  const std::size_t first = o.history.size() > days_most ? o.history.size() - days_most : 0;
  for (std::size_t i = first; i < o.history.size(); ++i) {
    const HistoryPointView& p = o.history[i];
    chart.points.push_back(
        {.label = pdf::day(say.locale, p.on), .value = pdf::decimal_of(p.progress)});
  }
  if (chart.points.size() < 2) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.course"), {}});
  paper.blocks.emplace_back(std::move(chart));
}

void add_check_ins(pdf::Paper& paper, const std::vector<CheckInView>& check_ins,
                   const std::vector<KeyResultView>& key_results, const Words& say) {
  const bool cut = check_ins.size() > check_ins_most;
  paper.blocks.emplace_back(pdf::Heading{
      say("pdf.check_ins"),
      cut ? say("pdf.check_ins_newest", {{"count", std::to_string(check_ins_most)}}) : ""});
  pdf::Table table{{{say("pdf.on"), 15},
                    {say("pdf.key_result"), 34},
                    {say("pdf.value"), 17, true},
                    {say("pdf.confidence"), 11, true},
                    {say("pdf.text"), 43},
                    {say("pdf.by"), 15}},
                   {},
                   say("pdf.check_ins_none")};
  for (std::size_t i = 0; i < std::min(check_ins.size(), check_ins_most); ++i) {
    const CheckInView& c = check_ins[i];
    const auto kr = std::ranges::find(key_results, c.key_result, &KeyResultView::id);
    const bool known = kr != key_results.end();
    Cell said{.text = c.text};
    if (c.blocker) said.note = say("pdf.blocked", {{"text", *c.blocker}});
    table.rows.push_back(
        {{.text = pdf::day(say.locale, c.on)},
         {.text = pdf::name(say.locale, c.key_result_title)},
         {.text =
              pdf::with_unit(say.locale, c.value, known ? kr->unit : "", known ? kr->decimals : 0)},
         {.text = pdf::tenths(c.confidence)},
         said,
         {.text = c.source == Source::kpi ? say("pdf.system") : pdf::or_unknown(c.by_name)}});
  }
  paper.blocks.emplace_back(std::move(table));
}

/// From where to where a key result goes.
std::string range_of(const KeyResultView& kr, const Words& say) {
  const auto show = [&](Decimal value) { return pdf::bound_text(value, kr.unit, kr.decimals); };
  if (kr.kind == KeyResultKind::keep) {
    if (kr.lower && kr.upper) return show(*kr.lower) + "–" + show(*kr.upper);
    if (kr.lower) return "≥ " + show(*kr.lower);
    if (kr.upper) return "≤ " + show(*kr.upper);
  }
  if (kr.kind == KeyResultKind::move && kr.start && kr.target)
    return show(*kr.start) + " → " + show(*kr.target);
  return say("pdf.kr.", kr.kind);
}

std::string current_of(const KeyResultView& kr, const Words& say) {
  if (kr.kind == KeyResultKind::milestone) {
    const auto done = std::ranges::count_if(
        kr.milestones, [](const MilestoneView& m) { return m.done_on.has_value(); });
    return std::to_string(done) + " / " + std::to_string(kr.milestones.size());
  }
  if (kr.kind == KeyResultKind::binary) return say(kr.done_on ? "pdf.done" : "pdf.not_done");
  return pdf::with_unit(say.locale, kr.current, kr.unit, kr.decimals);
}

}  // namespace

std::string limit_text(const GuardView& g, Locale locale) {
  return pdf::red_line(locale, {g.limit, g.limit_to, g.limit_op, g.unit, g.decimals});
}

pdf::Table key_results_table(const std::vector<KeyResultView>& rows, const Words& say) {
  pdf::Table table{{{say("pdf.key_result"), 44},
                    {say("pdf.current"), 18, true},
                    {say("pdf.progress"), 28},
                    {say("pdf.pace"), 18},
                    {say("pdf.confidence"), 11, true},
                    {say("pdf.last_update"), 18}},
                   {},
                   say("pdf.no_key_results")};
  for (const KeyResultView& kr : rows) {
    std::string note = range_of(kr, say);
    if (kr.owner_name) note += " · " + *kr.owner_name;
    if (kr.driven_by)
      note += " · " +
              (kr.driven_by->kpi_names
                   ? say("pdf.follows", {{"name", pdf::name(say.locale, *kr.driven_by->kpi_names)}})
                   : say("pdf.follows_hidden"));
    table.rows.push_back({{.text = pdf::name(say.locale, kr.title), .note = note},
                          {.text = current_of(kr, say)},
                          pdf::progress(kr.progress, kr.expected),
                          pdf::status(say.locale, kr.pace),
                          {.text = pdf::tenths(kr.confidence)},
                          {.text = pdf::day(say.locale, kr.last_check_in)}});
  }
  return table;
}

pdf::Paper Printer::objective_paper(const Context& ctx, Read& db, const ObjectiveOf& request) {
  const Words say{ctx.locale};
  const ObjectiveDetailView o = okr_.objective(ctx, db, request);
  std::string cycle;
  for (const CycleView& one : okr_.cycles(ctx, db, {}).items)
    if (one.id == o.row.cycle) cycle = pdf::name(ctx.locale, one.names);
  pdf::Paper paper{.rail = pdf::Rail::okr,
                   .kind = say("pdf.kind_objective") + " · " + say("pdf.", o.row.type),
                   .title = pdf::name(ctx.locale, o.row.title),
                   .subtitle = pdf::name(ctx.locale, o.row.unit_names) + " · " + cycle};
  paper.file = "objective-" + std::to_string(request.objective.value);
  paper.colophon = pdf::colophon_of(ctx, db, people_);
  paper.blocks.emplace_back(facts_of(o, say));
  pdf::add_said(paper, say, "pdf.why", o.why);
  paper.blocks.emplace_back(pdf::Heading{say("pdf.key_results"), {}});
  paper.blocks.emplace_back(key_results_table(o.row.key_results, say));
  add_guards(paper, o.guards, say);
  add_edges(paper, o, say);
  add_course(paper, o, say);
  add_check_ins(paper, o.check_ins, o.row.key_results, say);
  return paper;
}

PdfFile Printer::objective(const Context& ctx, Lanes& lanes, const ObjectiveOf& request) {
  return pdf::printed(ctx, lanes, [&](Read& db) { return objective_paper(ctx, db, request); });
}

}  // namespace twinrail::okr
