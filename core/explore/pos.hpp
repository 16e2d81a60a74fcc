#pragma once
/// Partial order sampling: a priority for each operation, drawn anew after a race.

#include "core/explore/dependence.hpp"
#include "core/explore/sampler.hpp"

namespace reckon {

/// Each pending operation has a priority of its own; the highest that can be made is made. The
/// priorities of those that depend on it are then drawn anew, so that the two sides of a race that
/// both stand ready come first alike. A side that lies m steps away, which race with nothing, comes
/// first with a chance of 1 / (m + 2); in a random walk it is 2^-(m + 1).
///
/// Source  Yuan, Yang and Gu 2018, doi:10.1007/978-3-319-96142-2_20.
class Pos final : public Sampler {
public:
    TaskId pick(const Moment& moment) override {
        if (priorities_.size() != moment.task_count()) {
            priorities_.resize(moment.task_count());
            for (auto& priority : priorities_) priority = draw().below(UINT32_MAX);
        }
        TaskId highest = nobody;
        for (TaskId task = 0; task < priorities_.size(); ++task) {
            if (!moment.is_able(task)) continue;
            if (highest == nobody || priorities_[task] > priorities_[highest]) highest = task;
        }
        const Made made = moment.next(highest);
        for (TaskId task = 0; task < priorities_.size(); ++task) {
            const bool again = task == highest || dependent(moment.next(task), made, true);
            if (again) priorities_[task] = draw().below(UINT32_MAX);
        }
        return highest;
    }

private:
    void prepare(std::uint64_t) override { priorities_.clear(); }

    std::vector<std::uint64_t> priorities_;  // By task, of its pending operation.
};

}  // namespace reckon
