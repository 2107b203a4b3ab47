#pragma once

#include <atomic>
#include <cstddef>
#include <memory>

namespace twinrail {

/// Memory for the bodies of requests that are under way, of all connections together. It is taken
/// as bytes arrive, not as they are promised: whoever promises much and sends nothing takes none.
class BodyBudget {
 public:
  explicit BodyBudget(std::size_t most) : most_(most) {}

  [[nodiscard]] std::size_t used() const { return used_; }

  /// What one body takes; given back when the request ends.
  class Share {
   public:
    explicit Share(std::shared_ptr<BodyBudget> budget) : budget_(std::move(budget)) {}
    ~Share() { budget_->used_ -= size_; }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    [[nodiscard]] std::size_t size() const { return size_; }
    /// False when there is no room left for that.
    [[nodiscard]] bool grow_to(std::size_t size) {
      const std::size_t more = size - size_;
      if (budget_->used_.fetch_add(more) + more > budget_->open_to(size)) {
        budget_->used_ -= more;
        return false;
      }
      size_ = size;
      return true;
    }

   private:
    std::shared_ptr<BodyBudget> budget_;
    std::size_t size_ = 0;
  };

 private:
  /// A body of this size is a form; beyond it, an upload.
  static constexpr std::size_t form_max = std::size_t{64} * 1024;

  /// Uploads leave a quarter to forms, so that people go on working beside them.
  [[nodiscard]] std::size_t open_to(std::size_t size) const {
    return size > form_max ? most_ - most_ / 4 : most_;
  }

  const std::size_t most_;
  std::atomic<std::size_t> used_{0};
};

}  // namespace twinrail
