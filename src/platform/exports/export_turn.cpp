#include "platform/exports/export_turn.hpp"

#include <algorithm>
#include <utility>

#include <sodium.h>

#include "base/error.hpp"

namespace twinrail::exports {
namespace {

/// Pieces of one transaction: it holds the writer for a moment.
constexpr std::size_t pieces_at_a_time = 2;
constexpr int alphabet = sodium_base64_VARIANT_ORIGINAL;

std::string encoded(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), alphabet), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), alphabet);
  text.pop_back();  // the end sign of C
  return text;
}

std::string decoded(const std::string& text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, nullptr, alphabet) != 0)
    throw Error(Fault::internal, "export.broken");
  bytes.resize(length);
  return bytes;
}

}  // namespace

Snapshot::Snapshot(Lanes& lanes)
    : engine_(lanes.engine()), connection_(engine_.open_reader()), db_(*connection_) {
  connection_->begin_read();
}

void Snapshot::end() {
  connection_->commit();
  engine_.give_back(std::move(connection_), Use::reader);
}

void PieceKeeper::add_piece(std::string content) {
  waiting_bytes_ += content.size();
  waiting_.push_back({row_.id, row_.pieces + std::ssize(waiting_), std::move(content)});
}

void PieceKeeper::add(std::string_view bytes) {
  row_.bytes += std::ssize(bytes);
  if (row_.bytes > sizes_.bytes)
    throw Error(Fault::too_large, "export.file_too_large",
                Arguments{{"most", std::to_string(sizes_.bytes >> 20)}});
  if (bytes.empty()) return;
  if (row_.format == FileFormat::csv) {
    if (!waiting_.empty() && waiting_.back().content.size() < sizes_.piece) {
      waiting_.back().content += bytes;
      waiting_bytes_ += bytes.size();
    } else {
      add_piece(std::string(bytes));
    }
    return;
  }
  for (std::size_t at = 0; at < bytes.size(); at += sizes_.piece)
    add_piece(encoded(bytes.substr(at, sizes_.piece)));
}

bool PieceKeeper::due() const { return Clock::now() - told_at_ >= sizes_.told_every; }

void PieceKeeper::keep() {
  auto next = waiting_.begin();
  do {
    const auto end =
        next + std::min(std::distance(next, waiting_.end()), std::ptrdiff_t{pieces_at_a_time});
    const std::vector<store::PieceRow> some(std::make_move_iterator(next),
                                            std::make_move_iterator(end));
    row_.pieces += std::ssize(some);
    std::int64_t bytes = 0;
    for (const store::PieceRow& piece : some) bytes += std::ssize(piece.content);
    parts_.part([&](Tx& tx) {
      if (bytes > 0) tx.require_storage(bytes);
      if (!store::advance(tx, row_, some)) throw NotOurs{};
    });
    next = end;
  } while (next != waiting_.end());
  waiting_.clear();
  waiting_bytes_ = 0;
  told_at_ = Clock::now();
}

std::string joined(FileFormat format, const std::vector<store::PieceRow>& pieces) {
  std::string all;
  for (const store::PieceRow& piece : pieces)
    all += format == FileFormat::csv ? piece.content : decoded(piece.content);
  return all;
}

}  // namespace twinrail::exports
