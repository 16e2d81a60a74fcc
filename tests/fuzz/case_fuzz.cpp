// Bytes as a case: one that is read is written and read again, the same.

#include <cstdlib>

#include "core/explore/case_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
    const auto found = reckon::parse_case({reinterpret_cast<const char*>(first), size});
    if (!found) return 0;
    const std::string text = reckon::to_json(*found);
    const auto again = reckon::parse_case(text);
    if (!again || reckon::to_json(*again) != text) std::abort();
    return 0;
}
