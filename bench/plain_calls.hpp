#pragma once
/// The floor of a recorder: a loop that makes the same system calls of bytes that lie ready.
/// Nothing can write the same file for less.

#include <unistd.h>
#include <zstd.h>

#include <chrono>
#include <memory>
#include <vector>

#include "core/recording/block.hpp"
#include "core/recording/output.hpp"

namespace reckon::bench {

/// What was to be written, and by which calls; nothing is.
class NotedCalls final : public OutputCalls {
public:
    static constexpr std::size_t is_sync = 0;

    ssize_t write(int, const void* bytes, std::size_t count) override {
        const auto* first = static_cast<const std::byte*>(bytes);
        bytes_.insert(bytes_.end(), first, first + count);
        sizes_.push_back(count);
        return static_cast<ssize_t>(count);
    }
    int sync(int) override {
        sizes_.push_back(is_sync);
        return 0;
    }

    [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
    /// Of the writes in turn, and is_sync where there was one.
    [[nodiscard]] std::span<const std::size_t> sizes() const { return sizes_; }

private:
    std::vector<std::byte> bytes_;
    std::vector<std::size_t> sizes_;
};

/// Errors  False from a call that the system refused, or did by half.
class PlainLoop {
public:
    using Clock = std::chrono::steady_clock;

    /// The calls outlive it. At a level of zstd what a block holds is packed before it is written,
    /// in one piece and by a context that is kept, if that makes it smaller; no checksum is made.
    PlainLoop(const NotedCalls& calls, int file, int pack = 0)
        : calls_{calls}, left_{calls.bytes()}, file_{file}, pack_{pack} {}

    [[nodiscard]] bool ended() const { return call_ == calls_.sizes().size(); }

    /// Makes so many calls more.
    [[nodiscard]] bool make(std::size_t calls) {
        for (const std::size_t end = call_ + calls; call_ < end;) {
            if (!make_next()) return false;
        }
        return true;
    }
    [[nodiscard]] bool make_rest() { return make(calls_.sizes().size() - call_); }

    /// Up to the next sync and with it; what comes before it is not begun before `due`. Notes when
    /// it was.
    [[nodiscard]] bool commit(Clock::time_point due) {
        do {
            begun_ = Clock::now();
        } while (begun_ < due);
        while (!ended()) {
            const bool sync = calls_.sizes()[call_] == NotedCalls::is_sync;
            if (!make_next()) return false;
            if (sync) return true;
        }
        return false;
    }
    [[nodiscard]] Clock::time_point begun() const { return begun_; }

    [[nodiscard]] std::uint64_t written() const { return written_; }

private:
    struct FreeContext {
        void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    };

    bool make_next() {
        const std::size_t size = calls_.sizes()[call_++];
        if (size == NotedCalls::is_sync) return ::fdatasync(file_) == 0;
        auto bytes = left_.first(size);
        left_ = left_.subspan(size);
        if (pack_ > 0) bytes = packed(bytes);
        written_ += bytes.size();
        return ::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
    }

    /// With the room that head, length and checksum take.
    std::span<const std::byte> packed(std::span<const std::byte> block) {
        if (block.size() < frame_bytes) return block;
        constexpr std::size_t head = block_head_bytes + sizeof(std::uint64_t);
        const auto payload = block.subspan(block_head_bytes, block.size() - frame_bytes);
        room_.resize(ZSTD_compressBound(payload.size()) + frame_bytes + head);
        const std::size_t size =
            ZSTD_compressCCtx(context_.get(), room_.data() + head, room_.size() - head,
                              payload.data(), payload.size(), pack_);
        const std::size_t whole = head + size + checksum_bytes;
        return whole < block.size() ? std::span{room_}.first(whole) : block;
    }

    const NotedCalls& calls_;
    std::span<const std::byte> left_;
    int file_;
    int pack_;
    std::size_t call_ = 0;
    std::uint64_t written_ = 0;
    Clock::time_point begun_{};
    std::unique_ptr<ZSTD_CCtx, FreeContext> context_{ZSTD_createCCtx()};
    std::vector<std::byte> room_;
};

}  // namespace reckon::bench
