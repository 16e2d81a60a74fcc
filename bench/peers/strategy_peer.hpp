#pragma once
/// A strategy as a peer: steps that neither read nor show anything, of one ship for each producer.

#include <vector>

#include "bench/bare_record.hpp"
#include "bench/peers/peer.hpp"

namespace reckon::bench {

template <class S>
class StrategyPeer {
public:
    static constexpr bool once = true;  // What is finished records no more.

    StrategyPeer(std::uint32_t producers, std::uint32_t each)
        : events_(producers, each), derefs_(producers), strategy_{{events_, derefs_}} {}

    void push(std::uint32_t producer, const Event& record) {
        Step step{record};
        strategy_.run(producer, step);
    }

    std::size_t drain() {
        Log log;
        finish(strategy_, log);
        return log.events.size();
    }

private:
    struct Step {
        const Event& record;

        template <class Observe>
        void decide(Observe&&) const {}
        void publish(const typename S::Stamp&) const {}
        [[nodiscard]] const Event& event() const { return record; }
    };

    std::vector<std::uint32_t> events_;
    std::vector<std::uint32_t> derefs_;
    S strategy_;
};

}  // namespace reckon::bench
