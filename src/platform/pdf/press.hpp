#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/file_reply.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"
#include "platform/pdf/forms.hpp"

/// From what a module reads to the file that a route answers.
namespace twinrail::pdf {

/// Whose foot a paper has. `People` is the service that knows the company and its people; the
/// platform knows no module.
template <class People>
[[nodiscard]] Colophon colophon_of(const Context& ctx, Read& db, People& people) {
  const std::string zone = people.calendar(db).zone;
  const PersonId me = ctx.viewer().person;
  std::string by = ctx.viewer().login;
  if (me)
    for (const auto& [person, named] : people.person_names(db, {me})) by = named;
  Names company = people.style(db).names;
  const auto root = people.root(db, ctx.today());
  if (name(ctx.locale, company).empty() && root)
    for (const auto& [unit, names] : people.unit_names(db, {*root}, ctx.today())) company = names;
  return {.company = name(ctx.locale, company),
          .by = by,
          .at = moment(ctx.locale, ctx.now, zone) + " " + zone};
}

/// Reads the paper, draws it when the reader is free again, and leaves a row in the audit trail, as
/// every export does. Throws what `read` and `drawn` throw.
[[nodiscard]] PdfFile printed(const Context& ctx, Lanes& lanes,
                              const std::function<Paper(Read&)>& read);

}  // namespace twinrail::pdf
