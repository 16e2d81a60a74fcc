#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace reckon {

Progress::Progress(bool quiet) : shown_{!quiet && isatty(STDERR_FILENO) != 0} {}

Progress::~Progress() {
    if (shown_) std::fputs("\r\x1b[K", stderr);
}

void Progress::update(std::size_t done, std::size_t total, std::string_view what) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now < next_ || total == 0) return;
    next_ = now + std::chrono::milliseconds{100};
    constexpr std::size_t width = 30;
    const std::size_t full = width * done / total;
    const auto bar = fmt::format("\r\x1b[K[{:#<{}}{:.<{}}] {}/{} {}", "", full, "", width - full,
                                 done, total, what);
    std::fputs(bar.c_str(), stderr);
    std::fflush(stderr);
}

}  // namespace reckon
