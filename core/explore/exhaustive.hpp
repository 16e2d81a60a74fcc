#pragma once
/// Every schedule, depth first.

#include <cassert>
#include <vector>

#include "core/control/scheduler.hpp"

namespace reckon {

/// Shape  After each run, next() sets out for another schedule, and is false when there is none.
/// Order  The first schedule goes on with the lowest task that can move; the clock stands still
///        before it moves.
class Exhaustive final : public Oracle {
public:
    TaskId pick(std::span<const TaskId> able, std::span<const Operation>) override {
        return choose({able.begin(), able.end()});
    }

    Tick tick(bool may_step_back) override {
        std::vector<std::uint32_t> ticks{static_cast<std::uint32_t>(Tick::stand),
                                         static_cast<std::uint32_t>(Tick::forward)};
        if (may_step_back) ticks.push_back(static_cast<std::uint32_t>(Tick::back));
        return static_cast<Tick>(choose(std::move(ticks)));
    }

    bool next() {
        assert(depth_ == path_.size() && "the same answers lead to the same questions");
        while (!path_.empty() && path_.back().chosen + 1 == path_.back().options.size()) {
            path_.pop_back();
        }
        depth_ = 0;
        if (path_.empty()) return false;
        ++path_.back().chosen;
        return true;
    }

private:
    struct Choice {
        std::vector<std::uint32_t> options;
        std::size_t chosen = 0;
    };

    std::uint32_t choose(std::vector<std::uint32_t> options) {
        if (depth_ == path_.size()) path_.push_back({std::move(options)});
        const Choice& choice = path_[depth_++];
        return choice.options[choice.chosen];
    }

    std::vector<Choice> path_;
    std::size_t depth_ = 0;
};

}  // namespace reckon
