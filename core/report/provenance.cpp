#include "core/report/provenance.hpp"

#include <unistd.h>

#include <array>
#include <commit.hpp>
#include <fstream>
#include <thread>

namespace reckon {
namespace {

std::string compiler() {
#if defined(__clang__)
    return "clang " __clang_version__;
#elif defined(__GNUC__)
    return "g++ " __VERSION__;
#else
    return "unknown";
#endif
}

std::string host() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "unknown";
    return name.data();
}

std::string cpu() {
    std::ifstream info{"/proc/cpuinfo"};
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name")) continue;
        const auto colon = line.find(": ");
        if (colon != std::string::npos) return line.substr(colon + 2);
    }
    return "unknown";
}

}  // namespace

const Provenance& provenance() {
    static const Provenance known{.version = RECKON_VERSION,
                                  .commit = RECKON_COMMIT,
                                  .compiler = compiler(),
                                  .flags = RECKON_FLAGS,
                                  .build_type = RECKON_BUILD_TYPE,
                                  .host = host(),
                                  .cpu = cpu(),
                                  .cores = std::thread::hardware_concurrency()};
    return known;
}

}  // namespace reckon
