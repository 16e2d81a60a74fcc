#include "core/check/clocked_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace reckon {
namespace {

constexpr std::size_t no_event = SIZE_MAX;

class Soundness {
public:
    Soundness(const ClockedLog& log, std::uint64_t work_max)
        : log_{log}, work_left_{work_max}, of_host_(log.hosts.size()) {}

    Finding judge() {
        if (auto witness = count_hosts()) return {Outcome::fails, std::move(*witness)};
        for (const auto& events : of_host_) {
            for (std::size_t nth = 0; nth < events.size(); ++nth) {
                if (auto witness = unsound(events[nth], nth == 0 ? no_event : events[nth - 1])) {
                    return {Outcome::fails, std::move(*witness)};
                }
                if (tired_) {
                    return {Outcome::undecided, "the clocks are too many to compare them all"};
                }
            }
        }
        return {};
    }

private:
    /// "Emma@3 (line 7)".
    std::string name(std::size_t event) const {
        const HostId host = log_.host_of[event];
        return fmt::format("{}@{} (line {})", log_.hosts[host], log_.count(event, host),
                           log_.line_of[event]);
    }

    std::string name(HostCount dot) const {
        return fmt::format("{}@{}", log_.hosts[dot.host], dot.count);
    }

    std::size_t event(HostCount dot) const { return of_host_[dot.host][dot.count - 1]; }

    /// Puts each event at its place among those of its host.
    std::optional<std::string> count_hosts() {
        std::vector<std::size_t> sizes(log_.hosts.size());
        for (const HostId host : log_.host_of) ++sizes[host];
        for (HostId host = 0; host < sizes.size(); ++host) {
            of_host_[host].assign(sizes[host], no_event);
        }
        for (std::size_t i = 0; i < log_.size(); ++i) {
            const HostId host = log_.host_of[i];
            const std::uint64_t count = log_.count(i, host);
            if (count == 0) {
                return fmt::format("the event of {} on line {} does not count itself",
                                   log_.hosts[host], log_.line_of[i]);
            }
            if (count > sizes[host]) {
                return fmt::format("{} is beyond the {} events that {} has: it leaves one out",
                                   name(i), sizes[host], log_.hosts[host]);
            }
            std::size_t& place = of_host_[host][count - 1];
            if (place != no_event) {
                return fmt::format("{} and the event on line {} have the same count", name(place),
                                   log_.line_of[i]);
            }
            place = i;
        }
        return std::nullopt;
    }

    /// What is wrong with an event's clock, where those before it on its host are sound.
    std::optional<std::string> unsound(std::size_t i, std::size_t before) {
        if (before != no_event) {
            if (const auto lost = uncounted(i, before)) {
                return fmt::format(
                    "{} does not count {}, which {} counts, the event before it on "
                    "its host",
                    name(i), name(*lost), name(before));
            }
        }
        for (const HostCount counted : log_.clock(i)) {
            if (counted.count == 0 || counted.host == log_.host_of[i]) continue;
            if (counted.count > of_host_[counted.host].size()) {
                return fmt::format("{} counts {}, but there are {} events of {}", name(i),
                                   name(counted), of_host_[counted.host].size(),
                                   log_.hosts[counted.host]);
            }
            // What the event before counted too, it counts by now.
            if (before != no_event && log_.count(before, counted.host) == counted.count) continue;
            const std::size_t other = event(counted);
            if (counts_back(other, i)) {
                return fmt::format("{} counts {}, which counts it", name(i), name(other));
            }
            if (const auto lost = uncounted(i, other)) {
                return fmt::format("{} counts {}, which counts {}, but does not count that itself",
                                   name(i), name(other), name(*lost));
            }
        }
        return std::nullopt;
    }

    bool counts_back(std::size_t other, std::size_t i) const {
        const HostId host = log_.host_of[i];
        return log_.count(other, host) >= log_.count(i, host);
    }

    /// What the other event counts and event i does not, if anything.
    std::optional<HostCount> uncounted(std::size_t i, std::size_t other) {
        const auto own = log_.clock(i);
        const auto others = log_.clock(other);
        const std::uint64_t work = own.size() + others.size();
        tired_ = tired_ || work > work_left_;
        if (tired_) return std::nullopt;
        work_left_ -= work;
        auto here = own.begin();
        for (const HostCount there : others) {
            while (here != own.end() && here->host < there.host) ++here;
            const bool named = here != own.end() && here->host == there.host;
            if ((named ? here->count : 0) < there.count) return there;
        }
        return std::nullopt;
    }

    const ClockedLog& log_;
    std::uint64_t work_left_;
    bool tired_ = false;
    std::vector<std::vector<std::size_t>> of_host_;  // Events, by what they count of their host.
};

}  // namespace

std::uint64_t ClockedLog::count(std::size_t event, HostId host) const {
    const auto counts_of_event = clock(event);
    const auto found = std::ranges::lower_bound(counts_of_event, host, {}, &HostCount::host);
    const bool named = found != counts_of_event.end() && found->host == host;
    return named ? found->count : 0;
}

Finding judge_clocks(const ClockedLog& log, std::uint64_t work_max) {
    return Soundness{log, work_max}.judge();
}

}  // namespace reckon
