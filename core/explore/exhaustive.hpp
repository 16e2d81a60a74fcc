#pragma once
/// Every schedule, depth first.

#include <bit>
#include <optional>
#include <vector>

#include "core/explore/search.hpp"

namespace reckon {

/// Shape  With a bound on preemptions, only the schedules that take the turn from a task which
///        could go on at most so often.
/// Order  A run goes on with the same task first; the clock stands still before it moves.
/// Cost   As many runs as there are schedules.
class Exhaustive final : public Search {
public:
    explicit Exhaustive(std::optional<std::uint32_t> preemptions_max = {})
        : preemptions_max_{preemptions_max} {}

    TaskId pick(const Moment& moment) override {
        if (depth_ == limit_) return nobody;
        if (depth_ == nodes_.size()) extend(moment);
        if (!moment.is_able(nodes_[depth_].task)) {
            diverge();
            return nobody;
        }
        return nodes_[depth_++].task;
    }

    std::int64_t read_clock(TaskId, std::int64_t last_ms, bool may_step_back) override {
        return nodes_[depth_ - 1].clock.read(last_ms, may_step_back);
    }

    bool next(const ControlledRecording&) override {
        depth_ = 0;
        while (nodes_.size() > fixed_) {
            Node& node = nodes_.back();
            if (node.clock.another()) return true;
            if (node.untried != 0) {
                take(node, static_cast<TaskId>(std::countr_zero(node.untried)));
                return true;
            }
            nodes_.pop_back();
        }
        return false;
    }

    void limit(std::size_t depth) override { limit_ = depth; }

    std::unique_ptr<Search> beyond() const override {
        auto rest = std::make_unique<Exhaustive>(*this);
        rest->limit_ = no_limit;
        rest->fixed_ = nodes_.size();
        rest->depth_ = 0;
        return rest;
    }

private:
    static constexpr std::size_t no_limit = SIZE_MAX;

    struct Node {
        TaskMask untried = 0;
        TaskId task = 0;
        TaskId going_on = nobody;  // The task that made the operation before and could go on.
        std::uint32_t preemptions_before = 0;
        ClockChoice clock;

        [[nodiscard]] std::uint32_t preemptions() const {
            return preemptions_before + (going_on != nobody && task != going_on ? 1 : 0);
        }
    };

    void extend(const Moment& moment) {
        const TaskId usual = moment.usual();
        Node node{.untried = able_mask(moment),
                  .going_on = usual == moment.last() ? usual : nobody,
                  .preemptions_before = nodes_.empty() ? 0 : nodes_.back().preemptions()};
        const bool spent = preemptions_max_ && node.preemptions_before >= *preemptions_max_;
        if (spent && node.going_on != nobody) node.untried = bit(usual);
        take(node, usual);
        nodes_.push_back(node);
    }

    static void take(Node& node, TaskId task) {
        node.untried &= ~bit(task);
        node.task = task;
        node.clock = {};
    }

    std::optional<std::uint32_t> preemptions_max_;
    std::vector<Node> nodes_;
    std::size_t depth_ = 0;
    std::size_t limit_ = no_limit;
    std::size_t fixed_ = 0;
};

}  // namespace reckon
