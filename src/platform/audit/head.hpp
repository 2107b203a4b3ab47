#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.hpp"
#include "base/describe.hpp"
#include "platform/audit/key.hpp"
#include "platform/db/db.hpp"

namespace twinrail::audit {

/// The end of a company's chain on a day, signed with the key: kept outside of the data, it shows
/// that rows were cut off, or that the chain was computed anew.
struct Head {
  std::string company;
  Date day;
  std::int64_t row = 0;     ///< the last sealed row
  std::int64_t sealed = 0;  ///< how many were sealed up to it
  std::string hash;         ///< its hash
  std::string key;          ///< fingerprint of what signed it
  std::string signature;
};
DESCRIBE(Head, company, day, row, sealed, hash, key, signature);

/// How a head that was kept stands to the chain that is there now.
enum class HeadState : std::uint8_t {
  stands,
  gone,           ///< the end was cut off, or the chain was computed anew
  other_key,      ///< signed by another key: nothing can be said
  forged,         ///< not what was signed
  other_company,  ///< of another company's chain
};

/// The key of an installation, and the heads that it keeps beside it: they are of the data folder
/// whose companies they are, and nobody who can only write the data can change them.
class Keeper {
 public:
  /// Throws as `key_in`. An empty `key_file` is the default one.
  Keeper(const std::string& key_file, const std::string& data);
  [[nodiscard]] const Key& key() const { return key_; }

  [[nodiscard]] Head head_of(Read& db, const std::string& company, Date day) const;
  [[nodiscard]] HeadState compare(Read& db, const std::string& company, const Head& head) const;

  /// Replaces the head that is kept of the company. Throws Error "trail.key_unwritable".
  void keep(const Head& head) const;
  /// Keeps today's head. One that does not stand any more is left where it is, because it shows
  /// what happened: throws Error "trail.head_gone".
  void renew(Read& db, const std::string& company, Date day) const;
  [[nodiscard]] std::optional<Head> kept(const std::string& company) const;
  /// The company begins anew, by an operator who makes or restores it.
  void forget(const std::string& company) const;

 private:
  [[nodiscard]] std::string signature_of(const Head& head) const;
  [[nodiscard]] std::string file_of(const std::string& company) const;
  Key key_;
  std::string folder_;
};

/// A head from its file. Throws Error "trail.head_malformed".
[[nodiscard]] Head read_head(const std::string& file);

}  // namespace twinrail::audit
