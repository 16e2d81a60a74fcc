#pragma once
/// A log in its file and its replay as rows, for runs longer than memory.

#include "core/query/event_rows.hpp"
#include "core/stream/stored_replay.hpp"

namespace reckon {

/// Shape  Not whole: see EventSource. The run outlives it.
/// Cost   Any question takes a walk over the log up to the last row that is wanted; what is in
///        memory is a StoredReplay for each walk that is under way.
class StreamedEvents final : public EventSource {
public:
    /// Goes through the log once, so that no walk can end in an error.
    ///
    /// Errors  Those of StoredReplay.
    [[nodiscard]] static Result<std::unique_ptr<StreamedEvents>> of(StoredRun& run,
                                                                    const Window& window);

    [[nodiscard]] const Scenario& scenario() const override { return run_.scenario(); }
    [[nodiscard]] std::uint64_t planned(ShipId ship) const override {
        return run_.setting().plan_lengths[ship];
    }
    [[nodiscard]] std::uint64_t event_count() const override { return run_.log_entries(); }
    [[nodiscard]] bool whole() const override { return false; }
    [[nodiscard]] double cost(const WantedEvents& wanted) const override;
    [[nodiscard]] std::unique_ptr<EventRows> rows(const WantedEvents& wanted) const override;

private:
    StreamedEvents(StoredRun& run, const Window& window) : run_{run}, window_{window} {}

    StoredRun& run_;
    Window window_;
    std::vector<Version> lasts_;  // Of each ship: how many events it has.
};

}  // namespace reckon
