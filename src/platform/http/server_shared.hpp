#pragma once

#include <atomic>

#include <boost/beast/http/verb.hpp>

#include "platform/http/address_count.hpp"
#include "platform/http/body_budget.hpp"
#include "platform/http/server.hpp"

namespace twinrail {

struct Counters {
  std::atomic<std::int64_t> requests{0};
  std::atomic<std::int64_t> errors{0};
  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> running{0};  ///< requests that are not answered yet
};

/// What all connections share.
struct Shared {
  ServerOptions options;
  Front& front;
  LiveHub& live;
  ServerHooks hooks;
  Counters counters;
  std::atomic<bool> stopping{false};
  std::shared_ptr<BodyBudget> bodies = std::make_shared<BodyBudget>(options.bodies_max);
  AddressCount addresses{options.address_connections_max, options.trusted_proxies};

  [[nodiscard]] bool secure() const { return !options.tls_certificate.empty(); }
};

/// Ours for what Beast read.
[[nodiscard]] inline Method method_of(boost::beast::http::verb verb) {
  switch (verb) {
    case boost::beast::http::verb::get:
      return Method::get;
    case boost::beast::http::verb::post:
      return Method::post;
    case boost::beast::http::verb::put:
      return Method::put;
    case boost::beast::http::verb::patch:
      return Method::patch;
    case boost::beast::http::verb::delete_:
      return Method::del;
    case boost::beast::http::verb::head:
      return Method::head;
    case boost::beast::http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

}  // namespace twinrail
