#pragma once
/// The oracle that makes a controlled run repeat a history and a log.

#include <deque>

#include "core/control/oracle.hpp"
#include "core/log/history.hpp"
#include "core/log/log.hpp"
#include "core/run/strategy.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// Lets a task make its next operation when what the history and the log say must come before has
/// been done; a task that must wait is asked again when that has happened.
///
/// Shape   For one run. When it stops the run, why() says who waits for whom.
/// Cost    Linear in operations: each is asked about when its task comes to it, and once for each
///         thing that it waits for.
class Guide final : public Oracle {
public:
    /// `time_of_stamp`, unless null: the log is by stamps, and they come of these readings of the
    /// clock, up to clock_max_ms.
    Guide(const Scenario& scenario, const History& history, const Log& log,
          TimeOfStamp time_of_stamp);

    TaskId pick(const Moment& moment) override;
    std::int64_t read_clock(TaskId task, std::int64_t last_ms, bool may_step_back) override;

    /// The earliest reading; 0 if there is none.
    [[nodiscard]] std::int64_t clock_start_ms() const { return clock_start_ms_; }

    /// After it has stopped the run: tasks that wait for each other in a circle, in words.
    [[nodiscard]] std::string why() const { return why_; }

private:
    /// Why a task has to wait, and for whom.
    struct Obstacle {
        TaskId task;
        std::string words;
    };

    struct Ship {
        Version published = 0;
        std::size_t reads_made = 0;
        std::vector<std::uint32_t> reads_left;  // By version: derefs of it still to come.
        std::vector<TaskId> first_waiter;       // By version: who waits to read it.
        std::vector<Version> mail;              // The versions that came by mail, in order.
        std::size_t sent = 0;                   // Of them, sent so far.
        std::vector<std::uint32_t> entry;       // By version - 1: its entry in the log.
    };

    [[nodiscard]] bool may(const Made& next);
    [[nodiscard]] bool may_read_clock(const Made& next) const;
    [[nodiscard]] bool may_deref(const Made& next);
    [[nodiscard]] bool may_publish(const Made& next);
    [[nodiscard]] bool may_send(const Made& next) const;
    [[nodiscard]] bool in_log_order(const Made& next) const;
    void commit(const Made& next);
    void commit_publish(const Made& next);
    void reach_cuts();
    void take_place_in_log(const Made& next);
    void wake(TaskId task) { awake_.push_back(task); }
    void wake_reader_of(Ship& ship, Version version);
    [[nodiscard]] Cause expected(const Ship& ship, ShipId id) const;
    [[nodiscard]] TaskId sender(Cause cause) const;
    [[nodiscard]] std::uint64_t reading(TaskId ship, Version version) const;
    void wake_next_readings();
    [[nodiscard]] std::optional<Obstacle> obstacle(const Moment& moment, TaskId task) const;
    [[nodiscard]] std::optional<Obstacle> reader_left(TaskId ship, Version version) const;
    [[nodiscard]] std::string circle(const Moment& moment) const;

    const Scenario& scenario_;
    const History& history_;
    const Log& log_;
    const bool tells_time_;
    const bool total_;
    std::vector<Ship> ships_;
    std::vector<TaskId> next_waiter_;  // By ship: the next that waits to read the same.
    std::vector<bool> waits_to_read_;
    std::vector<Dot> sequence_;                         // Of a total order.
    std::vector<std::vector<std::uint32_t>> position_;  // By ship and version - 1.
    std::vector<bool> placed_;                          // By position.
    std::size_t next_place_ = 0;
    std::vector<std::uint64_t> reading_;  // By entry, where stamps tell of the clock.
    std::vector<std::uint32_t> by_time_;  // Entries, earliest reading first.
    std::size_t readings_ = 0;            // How many have been made.
    std::int64_t clock_start_ms_ = 0;
    std::size_t next_cut_ = 0;
    std::uint64_t missing_of_cut_ = 0;
    std::vector<TaskId> cut_waiters_;
    std::deque<TaskId> awake_;
    Made picked_;
    bool begun_ = false;
    std::string why_;
};

}  // namespace reckon
