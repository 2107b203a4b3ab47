#pragma once

#include <string>
#include <string_view>

namespace twinrail {

/// Whether Accept-Encoding takes gzip ("gzip;q=0" does not).
[[nodiscard]] bool takes_gzip(std::string_view accept_encoding);
/// Compressed at zlib's fastest level, which already makes JSON five to ten times smaller.
[[nodiscard]] std::string gzipped(std::string_view text);

}  // namespace twinrail
