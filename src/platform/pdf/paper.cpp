#include "platform/pdf/paper.hpp"

#include <cairo-pdf.h>

#include "platform/i18n/i18n.hpp"
#include "platform/pdf/layout.hpp"

namespace twinrail::pdf {
namespace {

/// Without these a Chinese reader would see boxes.
constexpr const char* probe = "指标目标复盘";

void require_bounds(const Paper& paper) {
  std::size_t rows = 0;
  for (const Block& block : paper.blocks)
    if (const auto* table = std::get_if<Table>(&block)) rows += table->rows.size();
  if (rows > rows_most)
    throw Error(Fault::too_large, "pdf.too_long", Arguments{{"most", std::to_string(rows_most)}});
}

void place_title(Pages& pages, const Paper& paper) {
  const Letters& letters = pages.letters();
  const auto put = [&](const std::string& text, const Look& look, double after) {
    if (text.empty()) return;
    for (Slice& line : letters.lines(drawable(text), look, inner)) {
      if (pages.left() < line.height) pages.turn();
      pages.put([draw = std::move(line.draw), y = pages.y()](cairo_t* cr) { draw(cr, margin, y); });
      pages.skip(line.height);
    }
    pages.skip(after);
  };
  put(paper.kind, {.size = 8.6, .bold = true, .ink = ink_of(paper.rail)}, 2);
  put(paper.title, {.size = 19, .bold = true}, 1);
  put(paper.subtitle, {.size = 8.8, .ink = Ink::quiet}, 10);
  pages.rule(Ink::strong_line, 0.8);
  pages.skip(12);
}

/// The title in small on all pages but the first, and the foot on every one.
void draw_frame(cairo_t* cr, const Letters& letters, const Paper& paper, std::size_t page,
                std::size_t pages) {
  const Look small{.size = 7.4, .ink = Ink::quiet};
  if (page > 1) letters.put(cr, drawable(paper.title), small, margin, 28, inner);
  const Colophon& c = paper.colophon;
  const double y = page_height - 40;
  set_ink(cr, Ink::hairline);
  cairo_set_line_width(cr, 0.5);
  cairo_move_to(cr, margin, y - 5);
  cairo_line_to(cr, margin + inner, y - 5);
  cairo_stroke(cr);
  const std::string foot = i18n::text(
      paper.locale, "pdf.foot",
      {{"company", drawable(c.company)}, {"by", drawable(c.by)}, {"at", drawable(c.at)}});
  letters.put(cr, foot, small, margin, y, inner - 90);
  const std::string number = i18n::text(
      paper.locale, "pdf.page", {{"page", std::to_string(page)}, {"pages", std::to_string(pages)}});
  letters.put(cr, number, {.size = 7.4, .ink = Ink::quiet, .right = true}, margin + inner - 88, y,
              88);
}

cairo_status_t append(void* out, const unsigned char* bytes, unsigned int length) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), length);
  return CAIRO_STATUS_SUCCESS;
}

void set_metadata(cairo_surface_t* surface, const Paper& paper) {
  const auto set = [&](cairo_pdf_metadata_t what, const std::string& text) {
    cairo_pdf_surface_set_metadata(surface, what, text.c_str());
  };
  set(CAIRO_PDF_METADATA_TITLE, drawable(paper.title));
  set(CAIRO_PDF_METADATA_AUTHOR, drawable(paper.colophon.by));
  set(CAIRO_PDF_METADATA_SUBJECT, drawable(paper.kind));
  set(CAIRO_PDF_METADATA_CREATOR, "Twinrail");
  set(CAIRO_PDF_METADATA_CREATE_DATE,
      Instant::from_micros(paper.made_at.seconds() * 1'000'000).to_string());
}

}  // namespace

std::string drawn(const Paper& paper) {
  require_bounds(paper);
  const Letters letters(paper.locale);
  if (!letters.has(probe)) throw Error(Fault::unavailable, "pdf.no_font");
  Pages pages(letters);
  place_title(pages, paper);
  for (std::size_t i = 0; i < paper.blocks.size(); ++i) {
    // A chart stays with its heading.
    if (i + 1 < paper.blocks.size() && std::holds_alternative<Chart>(paper.blocks[i + 1]))
      pages.need(chart_height);
    std::visit([&](const auto& one) { place(pages, one, paper.rail); }, paper.blocks[i]);
  }
  std::string bytes;
  const std::unique_ptr<cairo_surface_t, void (*)(cairo_surface_t*)> surface(
      cairo_pdf_surface_create_for_stream(append, &bytes, page_width, page_height),
      cairo_surface_destroy);
  set_metadata(surface.get(), paper);
  const std::unique_ptr<cairo_t, void (*)(cairo_t*)> cr(cairo_create(surface.get()), cairo_destroy);
  for (std::size_t i = 0; i < pages.all().size(); ++i) {
    for (const Draw& draw : pages.all()[i]) draw(cr.get());
    draw_frame(cr.get(), letters, paper, i + 1, pages.all().size());
    cairo_show_page(cr.get());
  }
  cairo_surface_finish(surface.get());
  if (cairo_status(cr.get()) != CAIRO_STATUS_SUCCESS ||
      cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
    throw Error(Fault::internal, "pdf.not_drawn");
  return bytes;
}

}  // namespace twinrail::pdf
