#pragma once
/// Probabilistic concurrency testing: priorities, and a few points at which one is lowered.

#include <algorithm>
#include <numeric>

#include "core/explore/sampler.hpp"

namespace reckon {

/// The task with the highest priority that can move goes on. Priorities are drawn at first; at
/// depth - 1 operations, drawn too, the task that makes one falls below all others.
///
/// A failure of depth d needs d orderings between operations to be met. With n tasks and k
/// operations a schedule shows it with a probability of at least 1 / (n k^(d-1)), as long as k is
/// no less than the run's real length: so the estimate is taken from a run before, and one that is
/// too small finds little.
///
/// Source  Burckhardt, Kothari, Musuvathi and Nagarakatte 2010, doi:10.1145/1736020.1736040.
class Pct final : public Sampler {
public:
    explicit Pct(std::uint32_t depth) : depth_{depth} {}

    TaskId pick(const Moment& moment) override {
        if (priorities_.size() != moment.task_count()) draw_priorities(moment.task_count());
        TaskId highest = nobody;
        for (TaskId task = 0; task < priorities_.size(); ++task) {
            if (!moment.is_able(task)) continue;
            if (highest == nobody || priorities_[task] > priorities_[highest]) highest = task;
        }
        ++made_;
        const auto change = std::ranges::find(changes_, made_);
        if (change != changes_.end()) {
            priorities_[highest] = static_cast<std::uint32_t>(change - changes_.begin());
        }
        return highest;
    }

private:
    void prepare(std::uint64_t operations) override {
        made_ = 0;
        priorities_.clear();
        changes_.clear();
        const std::uint64_t length = std::max<std::uint64_t>(operations, 1);
        for (std::uint32_t i = 1; i < depth_; ++i) changes_.push_back(1 + draw().below(length));
    }

    /// All above those that a change gives, which are below depth_.
    void draw_priorities(TaskId tasks) {
        priorities_.resize(tasks);
        std::iota(priorities_.begin(), priorities_.end(), depth_);
        for (TaskId left = tasks; left > 1; --left) {
            std::swap(priorities_[left - 1], priorities_[draw().below(left)]);
        }
    }

    std::uint32_t depth_;
    std::uint64_t made_ = 0;
    std::vector<std::uint32_t> priorities_;  // By task.
    std::vector<std::uint64_t> changes_;
};

}  // namespace reckon
