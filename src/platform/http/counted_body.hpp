#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "platform/http/body_budget.hpp"

namespace twinrail {

/// The body of a request as Beast reads it: it grows with what arrives, within the server's budget.
struct CountedBody {
  struct value_type {
    std::string bytes;
    std::shared_ptr<BodyBudget::Share> share;  ///< set before the body is read

    /// Room for that many further bytes; a body without a length before it is doubled.
    [[nodiscard]] bool make_room(std::size_t more, std::uint64_t length) {
      const std::size_t wanted = bytes.size() + more;
      if (wanted <= share->size()) return true;
      const std::size_t doubled = std::min<std::uint64_t>(bytes.size() * 2, length);
      const std::size_t room = std::max(wanted, doubled);
      if (!share->grow_to(room)) return false;
      bytes.reserve(room);
      return true;
    }
  };

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(boost::beast::http::header<is_request, Fields>&, value_type& value) : value_(value) {}

    void init(const boost::optional<std::uint64_t>& length, boost::beast::error_code& failed) {
      if (length) length_ = *length;
      failed = {};
    }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, boost::beast::error_code& failed) {
      const std::size_t count = boost::beast::buffer_bytes(buffers);
      failed = {};
      if (!value_.make_room(count, length_)) {
        failed = no_room();
        return 0;
      }
      for (const auto one : boost::beast::buffers_range_ref(buffers))
        value_.bytes.append(static_cast<const char*>(one.data()), one.size());
      return count;
    }
    void finish(boost::beast::error_code& failed) { failed = {}; }

   private:
    value_type& value_;
    std::uint64_t length_ = UINT64_MAX;
  };

  /// The budget is used up.
  [[nodiscard]] static boost::beast::error_code no_room() {
    return make_error_code(boost::system::errc::not_enough_memory);
  }
};

}  // namespace twinrail
