#pragma once
/// A recording of which no more is read than is needed, by its index.

#include "core/recording/block_writer.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/recording/setting.hpp"
#include "core/stream/snapshots.hpp"

namespace reckon {

/// A recording, opened in the middle.
///
/// Threads  One.
/// Shape    Of a log that stands in its file in the order of its replay: not one by stamp. The
///          scenario is without plans.
/// Errors   A file without an index that is whole, and any block that is read and is not intact.
///          What was not read may be damaged.
/// Cost     The index, names and the table of orders; a block when it is asked for.
class IndexedRun {
public:
    [[nodiscard]] static Result<IndexedRun> open(const std::filesystem::path& file);

    [[nodiscard]] const Setting& setting() const { return setting_; }
    [[nodiscard]] const Scenario& scenario() const { return setting_.scenario; }

    /// Of the log.
    [[nodiscard]] std::uint64_t entries() const { return first_entry_.back(); }

    /// How many snapshots there are, and one of them, the first ones first.
    [[nodiscard]] std::size_t snapshots() const { return snapshots_.size(); }
    [[nodiscard]] Result<Snapshot> snapshot(std::size_t i) const;

    /// visit(entry) for the log's entries from one on, as they stand, until it returns false.
    template <class Visit>
    [[nodiscard]] std::optional<Error> each_entry_from(std::uint64_t first, Visit&& visit) const {
        const auto after = std::ranges::upper_bound(first_entry_, first);
        for (auto i = static_cast<std::size_t>(after - first_entry_.begin()) - 1; i < logs_.size();
             ++i) {
            auto payload = this->payload(logs_[i]);
            if (!payload) return std::move(payload.error());
            std::uint64_t at = first_entry_[i];
            bool go_on = true;
            const auto problem =
                each_entry(setting_.log_bounds(), *payload, [&](const Entry& entry) {
                    if (at++ >= first && go_on) go_on = visit(entry);
                });
            if (!problem.empty()) return Error{"log", problem, "entries"};
            if (!go_on) return std::nullopt;
        }
        return std::nullopt;
    }

private:
    class SettingBlocks;

    explicit IndexedRun(FileBytes&& bytes) : bytes_{std::move(bytes)} {}

    [[nodiscard]] std::optional<Error> read_index();
    [[nodiscard]] std::optional<Error> read_setting_blocks();
    [[nodiscard]] Result<std::vector<std::byte>> payload(const IndexEntry& block) const;

    FileBytes bytes_;
    Setting setting_;
    std::vector<IndexEntry> index_;
    std::vector<IndexEntry> logs_;
    std::vector<std::uint64_t> first_entry_;  // Of each block of the log, and behind the last.
    std::vector<IndexEntry> snapshots_;
};

}  // namespace reckon
