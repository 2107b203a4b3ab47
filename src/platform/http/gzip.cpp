#include "platform/http/gzip.hpp"

#include <algorithm>

#include <zlib.h>

#include "base/error.hpp"

namespace twinrail {
namespace {

/// zlib's window (15 bits) with gzip's head and checksum around it (16).
constexpr int gzip_window = 15 + 16;
constexpr int memory_level = 8;  // zlib's default

}  // namespace

bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto end = std::min(accept_encoding.find(','), accept_encoding.size());
    std::string one(accept_encoding.substr(0, end));
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    std::erase(one, ' ');
    if (one == "gzip") return true;
    if (one.starts_with("gzip;q=")) return one.find_first_of("123456789", 7) != std::string::npos;
  }
  return false;
}

std::string gzipped(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, gzip_window, memory_level,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(Fault::unavailable, "lanes.busy");
  }
  std::string out(deflateBound(&stream, text.size()), '\0');
  // zlib reads through a pointer to non-const and does not write there.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (ended != Z_STREAM_END) throw Error(Fault::internal, "request.internal");
  return out;
}

}  // namespace twinrail
