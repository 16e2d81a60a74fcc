#pragma once
/// A whole recording, looked at where it lies in its file: for runs longer than memory.

#include <list>
#include <memory>
#include <unordered_map>

#include "core/recording/block_writer.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/recording/setting.hpp"

namespace reckon {

/// A block of the file, known to be intact.
struct StoredBlock {
    std::uint64_t offset;  ///< Of its head.
    std::uint32_t length;  ///< Of its payload as it lies there.
    bool packed;
};

/// What a block holds: where it lies in the file, or unpacked, and then as long as this is kept.
struct Payload {
    std::span<const std::byte> bytes;
    std::shared_ptr<const std::vector<std::byte>> unpacked;  ///< Null if it lies in the file.
};

/// Threads  One.
/// Errors   As parse_recording, but for contradiction(): what the history says is not held against
///          the scenario. A file that is torn or damaged is refused.
/// Cost     One pass at the speed of the checksum. In memory 16 bytes a block, and a few blocks
///          that were unpacked.
class StoredRun {
public:
    [[nodiscard]] static Result<StoredRun> open(const std::filesystem::path& file);

    /// Of plans, and of what sources issue, each order once.
    [[nodiscard]] const Setting& setting() const { return setting_; }
    [[nodiscard]] const Scenario& scenario() const { return setting_.scenario; }

    /// Of this type, in the order of the file.
    [[nodiscard]] std::span<const StoredBlock> blocks(BlockType type) const;

    [[nodiscard]] Payload payload(BlockType type, std::size_t block);

    /// Where the file's index begins, and what it has.
    [[nodiscard]] std::uint64_t index_at() const { return index_at_; }
    [[nodiscard]] const std::vector<IndexEntry>& index() const { return index_; }

    [[nodiscard]] std::uint64_t log_entries() const { return log_entries_; }
    [[nodiscard]] std::uint64_t truth_entries() const { return truth_entries_; }
    /// Global states.
    [[nodiscard]] std::uint64_t observed() const { return observed_; }

private:
    explicit StoredRun(FileBytes&& bytes) : bytes_{std::move(bytes)} {}

    [[nodiscard]] std::optional<Error> survey();

    /// How many unpacked blocks are kept.
    static constexpr std::size_t kept_max = 64;

    struct Unpacked {
        std::uint64_t offset;
        std::shared_ptr<const std::vector<std::byte>> payload;
    };

    FileBytes bytes_;
    Setting setting_;
    std::unordered_map<std::uint16_t, std::vector<StoredBlock>> blocks_;  // By type.
    std::uint64_t index_at_ = 0;
    std::vector<IndexEntry> index_;
    std::uint64_t log_entries_ = 0;
    std::uint64_t truth_entries_ = 0;
    std::uint64_t observed_ = 0;
    std::list<Unpacked> kept_;  // The last used first.
    std::unordered_map<std::uint64_t, std::list<Unpacked>::iterator> kept_at_;
};

}  // namespace reckon
