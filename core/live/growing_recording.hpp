#pragma once
/// A recording that is still being written, followed as it grows.

#include <chrono>
#include <filesystem>

#include "core/recording/block_scan.hpp"

namespace reckon {

/// Hands out whole blocks as they appear. A torn last block is one that has not come yet.
///
/// Threads  One.
/// Shape    A file is read, never mapped: it may be cut off meanwhile. One that is not there yet is
///          looked for again. A pipe is read as far as it has something. Of a file, half a
///          block, and an index behind which no end has come, is read again: snapshots may take the
///          place of an index, which is not handed out.
/// Errors   As BlockScan, as soon as it shows; a file that is now shorter than what was read of it.
///          What cannot be opened or read is of kind io. The place begins with the file's name.
/// Cost     Memory for the longest block that came, whatever lengths are claimed.
class GrowingRecording final : public BlockSource {
public:
    /// "-" is the standard input.
    explicit GrowingRecording(std::filesystem::path file);
    ~GrowingRecording() override;
    GrowingRecording(const GrowingRecording&) = delete;
    GrowingRecording& operator=(const GrowingRecording&) = delete;

    /// None if no whole block is there now; asked again, there may be one.
    [[nodiscard]] std::optional<Block> next() override;

    [[nodiscard]] const std::optional<Error>& error() const override { return error_; }

    /// As errors have it.
    [[nodiscard]] std::string name() const {
        return file_ == "-" ? "standard input" : file_.string();
    }

    /// Whether the block that says so has been read.
    [[nodiscard]] bool ended() const { return scan_ && scan_->ended() && !error_; }
    /// Whether nothing can come any more: a pipe whose writer has closed it.
    [[nodiscard]] bool closed() const { return closed_; }
    /// Whether there is such a file, as far as was seen.
    [[nodiscard]] bool found() const { return descriptor_ >= 0; }
    /// How many bytes have come.
    [[nodiscard]] std::uint64_t bytes() const { return came_; }

    /// Returns when there may be more, at the latest after this time; a signal ends it early.
    void wait(std::chrono::milliseconds at_most) const;

private:
    static constexpr std::size_t read_bytes = 1U << 20;

    [[nodiscard]] bool open();
    [[nodiscard]] bool read_more();
    [[nodiscard]] bool take_header();
    [[nodiscard]] ssize_t read_some(std::byte* to);
    [[nodiscard]] bool was_cut_off() const;
    [[nodiscard]] bool step_back();
    void refuse(Error error);

    std::filesystem::path file_;
    int descriptor_ = -1;
    bool is_file_ = false;  // And no pipe.
    bool closed_ = false;
    std::uint64_t read_ = 0;
    std::uint64_t came_ = 0;             // The most that read_ has been.
    std::uint64_t read_when_wrong_ = 0;  // Behind an index.
    std::vector<std::byte> bytes_;  // The last that came, among them all that the scan has not had.
    std::optional<BlockScan> scan_;  // Once the header is there.
    std::optional<Error> error_;
};

}  // namespace reckon
