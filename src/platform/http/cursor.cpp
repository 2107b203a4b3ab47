#include "platform/http/cursor.hpp"

#include <array>

#include <sodium.h>

namespace twinrail {
namespace {

/// It is no secret, so it is not sealed against those who compute it: it tells mistakes apart from
/// cursors.
using Mark = std::array<unsigned char, 6>;
constexpr int alphabet = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

Mark mark_of(std::string_view route, std::string_view place) {
  unsigned char digest[crypto_generichash_BYTES_MIN];
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sizeof digest);
  for (const std::string_view part : {route, std::string_view("\n"), place})
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()),
                              part.size());
  crypto_generichash_final(&state, digest, sizeof digest);
  Mark mark{};
  std::copy_n(digest, mark.size(), mark.begin());
  return mark;
}

}  // namespace

std::string closed_cursor(std::string_view route, std::string_view place) {
  const Mark mark = mark_of(route, place);
  std::string bytes(mark.begin(), mark.end());
  bytes += place;
  std::string text(sodium_base64_encoded_len(bytes.size(), alphabet), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), alphabet);
  text.pop_back();  // the zero at its end
  return text;
}

std::optional<std::string> opened_cursor(std::string_view route, std::string_view cursor) {
  std::string bytes(cursor.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), cursor.data(),
                        cursor.size(), nullptr, &size, nullptr, alphabet) != 0)
    return std::nullopt;
  bytes.resize(size);
  const std::size_t head = std::tuple_size_v<Mark>;
  if (bytes.size() < head) return std::nullopt;
  std::string place = bytes.substr(head);
  const Mark mark = mark_of(route, place);
  if (!std::equal(mark.begin(), mark.end(), bytes.begin(),
                  [](unsigned char a, char b) { return a == static_cast<unsigned char>(b); }))
    return std::nullopt;
  return place;
}

}  // namespace twinrail
