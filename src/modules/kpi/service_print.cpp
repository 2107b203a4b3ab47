#include "modules/kpi/api.hpp"
#include "modules/kpi/model_print.hpp"
#include "modules/people/people.hpp"
#include "platform/pdf/press.hpp"

/// A KPI of a unit as a document for printing: its figures, what it means, where they come from.
namespace twinrail::kpi {
namespace {

using pdf::Cell;
using pdf::Words;

/// Periods that are told where nobody says from which day.
constexpr std::size_t periods_usual = 26;

std::string shown(const KpiView& row, std::optional<Decimal> value, const Words& say) {
  return pdf::with_unit(say.locale, value, row.unit, row.decimals);
}

/// The red line of the row itself, or of one of its periods.
template <class Line>
std::string limit_of(const Line& line, const KpiView& row, const Words& say) {
  return pdf::red_line(say.locale,
                       {line.limit, line.limit_to, line.limit_op, row.unit, row.decimals});
}

std::string achievement_of(std::optional<Decimal> achievement, const Words& say) {
  return pdf::with_unit(say.locale, achievement, "%", 1);
}

/// The end of a period by which it is known: its day, or its name.
std::string period_of(const PeriodView& period, Frequency frequency, Locale locale) {
  if (frequency == Frequency::day) return pdf::day(locale, period.start);
  if (frequency == Frequency::week)
    return pdf::day(locale, period.start) + " – " + pdf::day(locale, period.end);
  return period.label;
}

pdf::Facts facts_of(const Assignment& a, const Words& say) {
  const KpiView& row = a.row;
  Cell actual{.text = shown(row, row.actual, say)};
  if (row.period) actual.note = period_of(*row.period, row.frequency, say.locale);
  return {
      {{say("pdf.actual"), actual},
       {say("pdf.target"), {.text = pdf::aim_of(row)}},
       {say("pdf.status"), pdf::status(say.locale, row.light)},
       {say("pdf.achievement"), {.text = achievement_of(row.achievement, say)}},
       {say("pdf.change"), {.text = pdf::change(say.locale, row.change, row.unit, row.decimals)}},
       {say("pdf.red_line"), {.text = limit_of(row, row, say)}},
       {say("pdf.owner"), {.text = pdf::or_unknown(row.owner_name)}},
       {say("pdf.as_of"),
        {.text =
             pdf::day(say.locale, row.period ? std::optional(row.period->end) : std::nullopt)}}}};
}

void add_breach(pdf::Paper& paper, const KpiView& row, const Words& say) {
  if (!row.breach || !row.breach->fired_on) return;
  const BreachView& breach = *row.breach;
  const std::string since = say("pdf.breach_since", {{"day", pdf::day(say.locale, breach.fired_on)},
                                                     {"days", std::to_string(breach.days)}});
  const auto& ack = breach.acknowledged;
  const std::string answer =
      ack ? say("pdf.acknowledged_text", {{"by", pdf::or_unknown(ack->by_name)},
                                          {"value", shown(row, ack->accepted_value, say)},
                                          {"until", pdf::day(say.locale, ack->last_day)},
                                          {"reason", ack->reason}})
          : say("pdf.nobody_acknowledged");
  paper.blocks.emplace_back(pdf::Paragraph{.text = pdf::joined(say.locale, since, answer),
                                           .mark = pdf::status(say.locale, row.light).mark});
}

pdf::Chart chart_of(const KpiView& row, const std::vector<PointLine>& lines, const Words& say) {
  pdf::Chart chart{.target_word = say("pdf.target"),
                   .limit_word = say("pdf.red_line"),
                   .shown = [unit = row.unit, decimals = row.decimals](Decimal value) {
                     return pdf::bound_text(value, unit, decimals);
                   }};
  const PointLine* first = nullptr;
  const PointLine* last = nullptr;
  for (const PointLine& p : lines) {
    const PeriodView period{p.start, p.end, p.label};
    chart.points.push_back({.label = row.frequency == Frequency::week
                                         ? pdf::day(say.locale, p.start)
                                         : period_of(period, row.frequency, say.locale),
                            .value = p.value,
                            .target = p.target,
                            .limit = p.limit_to ? std::nullopt : p.limit,  // one line
                            .mark = pdf::status(say.locale, p.light).mark});
    if (!p.value) continue;
    if (!first) first = &p;
    last = &p;
  }
  if (!first) return chart;
  chart.finding = say("pdf.finding", {{"first", pdf::day(say.locale, first->start)},
                                      {"last", pdf::day(say.locale, last->end)},
                                      {"from", shown(row, first->value, say)},
                                      {"to", shown(row, last->value, say)}});
  return chart;
}

pdf::Table periods_of(const KpiView& row, const std::vector<PointLine>& lines, const Words& say) {
  pdf::Table table{{{say("pdf.period"), 26},
                    {say("pdf.actual"), 16, true},
                    {say("pdf.target"), 16, true},
                    {say("pdf.achievement"), 14, true},
                    {say("pdf.red_line"), 14, true},
                    {say("pdf.coverage"), 12, true},
                    {say("pdf.status"), 16}},
                   {},
                   say("pdf.no_figures")};
  for (auto p = lines.rbegin(); p != lines.rend(); ++p) {
    const Cell status =
        p->open ? Cell{.text = say("pdf.next_judged")} : pdf::status(say.locale, p->light);
    table.rows.push_back(
        {{.text = period_of({p->start, p->end, p->label}, row.frequency, say.locale)},
         {.text = shown(row, p->value, say), .strong = true},
         {.text = shown(row, p->target, say)},
         {.text = achievement_of(p->achievement, say)},
         {.text = limit_of(*p, row, say)},
         {.text = pdf::percent(p->coverage)},
         status});
  }
  return table;
}

void add_definition(pdf::Paper& paper, const Kpi& kpi, const Words& say) {
  paper.blocks.emplace_back(pdf::Heading{say("pdf.definition"), {}});
  const auto add = [&](std::string_view label, const std::string& text) {
    pdf::add_said(paper, say, label, text);
  };
  const auto of = [&](const std::string& zh, const std::string& en) -> const std::string& {
    const bool own = say.locale == Locale::zh ? !zh.empty() : en.empty();
    return own ? zh : en;
  };
  const KpiWords& w = kpi.words;
  add("pdf.formula", kpi.formula);
  add("pdf.purpose", of(w.purpose_zh, w.purpose_en));
  add("pdf.counted", of(w.counted_zh, w.counted_en));
  add("pdf.left_out", of(w.left_out_zh, w.left_out_en));
  add("pdf.origin", of(w.origin_zh, w.origin_en));
  add("pdf.answers", of(w.answers_zh, w.answers_en));
}

/// What the newest period was made of: measures with their readings, and the systems these came
/// from with the moment of the last one.
void add_inputs(pdf::Paper& paper, const Explanation& e, const std::string& zone,
                const Words& say) {
  paper.blocks.emplace_back(pdf::Heading{
      say("pdf.inputs"), say("pdf.period_of", {{"start", pdf::day(say.locale, e.start)},
                                               {"end", pdf::day(say.locale, e.end)}})});
  pdf::Table measures{{{say("pdf.measure"), 40},
                       {say("pdf.amount"), 18, true},
                       {say("pdf.readings"), 14, true},
                       {say("pdf.revisions"), 12, true},
                       {say("pdf.recorded"), 26}},
                      {},
                      say("pdf.no_figures")};
  for (const MeasureUsed& m : e.read.measures)
    measures.rows.push_back(
        {{.text = pdf::name(say.locale, m.names), .note = m.code},
         {.text = m.amount ? pdf::with_unit(say.locale, *m.amount, m.unit == "%" ? "" : m.unit, 2)
                           : std::string(pdf::unknown)},
         {.text = pdf::grouped(std::to_string(m.readings))},
         {.text = pdf::grouped(std::to_string(m.revisions))},
         {.text = pdf::moment(say.locale, m.last_recorded_at, zone)}});
  pdf::Table sources{
      {{say("pdf.source"), 60}, {say("pdf.readings"), 20, true}, {say("pdf.recorded"), 30}},
      {},
      say("pdf.no_figures")};
  for (const SourceUse& s : e.read.sources) {
    const std::string named = pdf::name(say.locale, s.names);
    sources.rows.push_back({{.text = named.empty() ? s.source : named},
                            {.text = pdf::grouped(std::to_string(s.readings))},
                            {.text = pdf::moment(say.locale, s.last_recorded_at, zone)}});
  }
  paper.blocks.emplace_back(std::move(measures));
  if (!sources.rows.empty()) paper.blocks.emplace_back(std::move(sources));
}

void add_children(pdf::Paper& paper, const std::vector<KpiView>& children, const Words& say) {
  if (children.empty()) return;
  paper.blocks.emplace_back(pdf::Heading{say("pdf.below"), {}});
  pdf::Table table{{{say("pdf.unit"), 36},
                    {say("pdf.actual"), 18, true},
                    {say("pdf.target"), 18, true},
                    {say("pdf.change"), 18, true},
                    {say("pdf.status"), 18}},
                   {},
                   {}};
  for (const KpiView& row : children)
    table.rows.push_back({{.text = pdf::name(say.locale, row.unit_names)},
                          {.text = shown(row, row.actual, say), .strong = true},
                          {.text = pdf::aim_of(row)},
                          {.text = pdf::change(say.locale, row.change, row.unit, row.decimals)},
                          pdf::status(say.locale, row.light)});
  paper.blocks.emplace_back(std::move(table));
}

}  // namespace

pdf::Paper Printer::paper(const Context& ctx, Read& db, const PrintAssignment& request) {
  const Words say{ctx.locale};
  const Assignment a = kpi_.assignment(ctx, db, {request.assignment});
  std::vector<PointLine> lines =
      kpi_.points(ctx, db, {request.assignment, request.from, request.to, {}}).items;
  if (!request.from && lines.size() > periods_usual)
    lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(periods_usual));
  pdf::Paper paper{.rail = pdf::Rail::kpi,
                   .kind = say("pdf.kind_metric"),
                   .title = pdf::name(ctx.locale, a.row.names),
                   .subtitle = pdf::name(ctx.locale, a.row.unit_names) + " · " + a.row.code +
                               " · " + say("pdf.direction.", a.row.direction) + " · " +
                               say("pdf.frequency.", a.row.frequency)};
  paper.file = "metric-" + std::to_string(request.assignment.value);
  paper.colophon = pdf::colophon_of(ctx, db, people_);
  paper.blocks.emplace_back(facts_of(a, say));
  add_breach(paper, a.row, say);
  paper.blocks.emplace_back(pdf::Heading{
      say("pdf.trend"), say("pdf.trend_note", {{"count", std::to_string(lines.size())}})});
  paper.blocks.emplace_back(chart_of(a.row, lines, say));
  paper.blocks.emplace_back(pdf::Heading{say("pdf.periods"), {}});
  paper.blocks.emplace_back(periods_of(a.row, lines, say));
  add_children(paper, a.children, say);
  add_definition(paper, a.kpi, say);
  if (a.row.period)
    add_inputs(paper, kpi_.explain(ctx, db, {request.assignment, a.row.period->start, {}}),
               people_.calendar(db).zone, say);
  return paper;
}

PdfFile Printer::assignment(const Context& ctx, Lanes& lanes, const PrintAssignment& request) {
  return pdf::printed(ctx, lanes, [&](Read& db) { return paper(ctx, db, request); });
}

}  // namespace twinrail::kpi
