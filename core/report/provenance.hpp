#pragma once
/// What a result was made by, and on what: so that it can be repeated, or doubted.

#include <string>

namespace reckon {

struct Provenance {
    std::string version;  ///< Of reckon.
    std::string commit;
    std::string compiler;
    std::string flags;
    std::string build_type;
    std::string host;
    std::string cpu;
    unsigned cores = 0;
};

/// Of this program on this machine.
[[nodiscard]] const Provenance& provenance();

}  // namespace reckon
