#pragma once

#include <array>
#include <string_view>

namespace twinrail {

/// A GET that the server answers itself, beside the routes of the modules. The OpenAPI document is
/// written from the same table.
struct FixedRoute {
  std::string_view path;
  std::string_view name;  ///< operation id
  std::string_view tag;
  std::string_view summary;
  std::string_view description;
  std::string_view media;  ///< of the answer
};

namespace fixed {

inline constexpr FixedRoute health{
    "/healthz",
    "getHealthz",
    "operations",
    "Whether the program runs",
    "Open to everybody, and asks nothing but the program itself: `ok`.",
    "text/plain"};

inline constexpr FixedRoute readiness{
    "/readyz",
    "getReadyz",
    "operations",
    "Whether requests can be answered",
    "Open to everybody: `ready`, or 503 while the directory of the companies does not answer or "
    "the data folder cannot be written to. Lines below name the companies that cannot be used; "
    "they do not keep the others from being served.",
    "text/plain"};

inline constexpr FixedRoute live{
    "/api/v1/live",
    "getLive",
    "live",
    "Follow what changes",
    "For everybody who is signed in. A stream of server-sent events that stays open: `event` is "
    "the topic, `data` the JSON of the change cut to what the caller may see, `id` its number. "
    "Comments keep the connection alive. `event: reset` asks the client to read anew, because what "
    "it missed is too long ago or too much.",
    "text/event-stream"};

}  // namespace fixed

inline constexpr std::array fixed_routes{fixed::health, fixed::readiness, fixed::live};

}  // namespace twinrail
