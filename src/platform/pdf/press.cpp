#include "platform/pdf/press.hpp"

#include "platform/audit/audit.hpp"
#include "platform/json/json.hpp"

namespace twinrail::pdf {
namespace {

/// What the trail says of a paper.
struct PrintNote {
  std::string list;
  std::string format;
  std::int64_t bytes = 0;
};
DESCRIBE(PrintNote, list, format, bytes);

}  // namespace

PdfFile printed(const Context& ctx, Lanes& lanes, const std::function<Paper(Read&)>& read) {
  Paper paper;
  lanes.read([&](Read& db) { paper = read(db); });
  paper.locale = ctx.locale;
  paper.made_at = ctx.now;
  PdfFile file{{media::pdf, paper.file + ".pdf", drawn(paper)}};
  const PrintNote note{paper.file, "pdf", std::ssize(file.content)};
  lanes.write({ctx.viewer().account, ctx.viewer().login, ctx.request_id}, "export", [&](Tx& tx) {
    audit::note(tx,
                {.op = "exported", .place = "export", .key = paper.file, .values = to_json(note)});
  });
  return file;
}

}  // namespace twinrail::pdf
