#pragma once
/// Logs and histories that are complete, as taps: so that there is one way to write them.

#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/log/tap.hpp"

namespace reckon {

[[nodiscard]] LogShape shape_of(const Log& log);

/// Shape  Of a log whose entries name ships below `ships`. The log outlives it. One in which each
///        entry already stands behind all that it names has one lane, as a log in sequence: what
///        was read from a file keeps its order.
/// Cost   4 bytes an entry, but for a log of one lane.
class LogTap final : public Tap {
public:
    LogTap(const Log& log, std::uint32_t ships);

    [[nodiscard]] std::uint32_t lanes() const override;
    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override;
    void take(std::uint32_t lane, std::size_t bytes, std::size_t entries) override;

private:
    /// Whether each entry stands behind the one before it of its ship, and all that it names.
    [[nodiscard]] bool in_closed_order(std::uint32_t ships);
    void append(std::uint32_t entry);

    const Log& log_;
    const ByStamp* stamps_;
    const ByClock* clocks_;
    std::vector<std::vector<std::uint32_t>> entries_of_;  // By lane; none if there is but one.
    std::vector<std::size_t> taken_;
    EntryBytes entries_;
};

/// Shape  The history outlives it.
class HistoryTap final : public Tap {
public:
    explicit HistoryTap(const History& history);

    [[nodiscard]] std::uint32_t lanes() const override;
    [[nodiscard]] std::span<const std::byte> pending(std::uint32_t lane) override;
    void take(std::uint32_t lane, std::size_t bytes, std::size_t entries) override;

private:
    const History& history_;
    std::vector<std::size_t> taken_;
    EntryBytes entries_{truth_shape};
};

}  // namespace reckon
