#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/router.hpp"
#include "platform/json/document.hpp"

namespace twinrail {

/// Holds replies against the OpenAPI document: the status must be listed for the operation, the
/// media type must be one of that status, and a JSON body must fit the schema. It knows the words
/// of JSON Schema that our document uses; any other word in a schema is a finding, so that the
/// document cannot say what nobody checks.
class ReplyCheck {
 public:
  explicit ReplyCheck(const Router& router);
  /// Of a document that is there as text.
  explicit ReplyCheck(std::string document);

  /// What does not fit, one finding each; empty when all is well. `media` is a content type.
  [[nodiscard]] std::vector<std::string> findings(const Route& route, int status,
                                                  std::string_view media,
                                                  std::string_view body) const;
  /// The same for an answer to no route at all, which has to be a problem.
  [[nodiscard]] std::vector<std::string> findings(std::string_view problem) const;
  /// Of a text against one of the document's named schemas.
  [[nodiscard]] std::vector<std::string> findings(std::string_view schema,
                                                  std::string_view body) const;

 private:
  std::string text_;
  json::Document document_;
  std::map<std::string, json::Value, std::less<>> components_;  ///< by "#/components/…"
};

}  // namespace twinrail
