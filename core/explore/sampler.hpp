#pragma once
/// Oracles that draw each schedule from a seed.

#include "core/control/oracle.hpp"
#include "core/explore/draw.hpp"

namespace reckon {

/// Threads  One.
/// Shape    begin, then one run.
class Sampler : public Oracle {
public:
    /// Sets out for the index-th schedule of a seed. `operations` is how long the run will be, as
    /// far as is known.
    void begin(std::uint64_t seed, std::uint64_t index, std::uint64_t operations) {
        draw_ = Draw{seed, index};
        prepare(operations);
    }

    std::int64_t read_clock(TaskId, std::int64_t last_ms, bool may_step_back) override {
        return draw_.clock(last_ms, may_step_back);
    }

protected:
    virtual void prepare(std::uint64_t) {}

    [[nodiscard]] Draw& draw() { return draw_; }

private:
    Draw draw_{0, 0};
};

/// Any task that can move, each as likely.
class RandomWalk final : public Sampler {
public:
    TaskId pick(const Moment& moment) override {
        const auto able = moment.able();
        return able.size() == 1 ? able.front() : able[draw().below(able.size())];
    }
};

}  // namespace reckon
