// Bytes as a scenario: one that is read is written and read again, the same.

#include <cstdlib>

#include "core/world/scenario_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
    const auto scenario = reckon::parse_scenario({reinterpret_cast<const char*>(first), size});
    if (!scenario) return 0;
    const std::string text = reckon::to_json(*scenario);
    const auto again = reckon::parse_scenario(text);
    if (!again || reckon::to_json(*again) != text) std::abort();
    return 0;
}
