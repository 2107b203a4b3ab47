#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/router.hpp"

/// What the front reads of a request.
namespace twinrail {

[[nodiscard]] bool writes(Method method);
/// How long a body a route takes: none where it reads none, and a form where strangers may send.
[[nodiscard]] std::size_t body_max(const Route& route);
/// The number in an ETag of ours; nothing when it is none.
[[nodiscard]] std::optional<std::int64_t> version_in(std::string_view if_match);
/// The request's struct from path, query and body; an upload is moved out of the request. Throws
/// Error of what is wrong, place by place.
[[nodiscard]] std::shared_ptr<void> parsed(const Route& route, const Router::Match& match,
                                           Request& request);
/// The `version` of a reply that is already written; it has one when its route's replies do.
[[nodiscard]] std::optional<std::int64_t> version_of(const std::string& reply);
/// Tells requests apart that are sent under one Idempotency-Key.
[[nodiscard]] std::string hash_of(const Route& route, const Request& request);

}  // namespace twinrail
