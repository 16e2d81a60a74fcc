#pragma once
/// A tracepoint of LTTng-UST, under whatever session records reckon's: that of
/// bench/scripts/lttng_session.sh keeps the newest records in memory, a ring for each core, and
/// drops the oldest.

#include "bench/peers/peer.hpp"

namespace reckon::bench {

/// Threads  Any number.
void trace(const Event& record);
void trace(const WideRecord& record);

/// Empty if a session records.
[[nodiscard]] std::string why_not_traced();

template <class Record>
class LttngUst {
public:
    static constexpr std::string_view name = "lttng-ust";

    LttngUst(std::uint32_t producers, std::size_t each) : total_{producers * each} {}

    void push(std::uint32_t, const Record& record) { trace(record); }

    /// The rings are not read: to a tracer, records beyond them are none that it lost.
    std::size_t drain() { return total_; }

    static std::string why_not() { return why_not_traced(); }

private:
    std::size_t total_;
};

}  // namespace reckon::bench
