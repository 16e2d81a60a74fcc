#include "bench/peers/lttng.hpp"

// What lttng-gen-tp made defines the tracepoints where these are set.
#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include <lttng_records.h>

namespace reckon::bench {

void trace(const Event& record) {
    lttng_ust_tracepoint(reckon, record_20, reinterpret_cast<const std::uint8_t*>(&record));
}

void trace(const WideRecord& record) {
    lttng_ust_tracepoint(reckon, record_64, reinterpret_cast<const std::uint8_t*>(&record));
}

std::string why_not_traced() {
    if (lttng_ust_tracepoint_enabled(reckon, record_20)) return "";
    return "no LTTng session records reckon: run it by bench/scripts/lttng_session.sh";
}

}  // namespace reckon::bench
