// A target with a planted bug, for the fuzzer to find: it does not survive a scenario that is read
// and that no file of the corpus is, one of another seed.

#include <cstdlib>

#include "core/world/scenario_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
    constexpr std::uint64_t seed_of_corpus = 1;
    const auto scenario = reckon::parse_scenario({reinterpret_cast<const char*>(first), size});
    if (scenario && scenario->seed != seed_of_corpus) std::abort();
    return 0;
}
