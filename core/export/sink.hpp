#pragma once
/// Where the text of an export goes, a piece at a time.

#include <fmt/format.h>

#include <functional>
#include <string>
#include <string_view>

namespace reckon {

/// Collects small pieces and hands them on in large ones, so that a large export needs no more
/// memory than a small one.
///
/// Threads  One.
/// Errors   None of its own: whoever takes the pieces knows whether he could.
class Sink {
public:
    using Take = std::function<void(std::string_view)>;

    explicit Sink(Take take) : take_{std::move(take)} {}
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    void put(std::string_view text) {
        piece_ += text;
        if (piece_.size() >= piece_bytes) finish();
    }

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(piece_), format, std::forward<Args>(args)...);
        if (piece_.size() >= piece_bytes) finish();
    }

    /// Hands on what is left; to be called at the end.
    void finish() {
        bytes_ += piece_.size();
        take_(piece_);
        piece_.clear();
    }

    /// Handed on so far.
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    static constexpr std::size_t piece_bytes = 1U << 16;

    Take take_;
    std::string piece_;
    std::uint64_t bytes_ = 0;
};

}  // namespace reckon
