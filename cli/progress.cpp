#include "cli/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <system_error>

#include "core/report/table.hpp"

namespace reckon {

namespace {

constexpr std::string_view clear_line = "\r\x1b[K";

bool wanted(bool quiet) {
    return !quiet && isatty(STDERR_FILENO) != 0;
}

}  // namespace

Progress::Progress(bool quiet) : shown_{wanted(quiet)} {}

Progress::~Progress() {
    if (shown_) std::fputs(clear_line.data(), stderr);
}

void Progress::update(std::size_t done, std::size_t total, std::string_view what) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now < next_ || total == 0) return;
    next_ = now + std::chrono::milliseconds{100};
    constexpr std::size_t width = 30;
    const std::size_t full = width * done / total;
    // What is longer than a line would leave its beginning there.
    const std::string bar = elided(
        fmt::format("[{:#<{}}{:.<{}}] {}/{} {}", "", full, "", width - full, done, total, what),
        terminal_width - 1);
    std::fputs(fmt::format("{}{}", clear_line, bar).c_str(), stderr);
    std::fflush(stderr);
}

Working::Working(bool quiet, std::string what) : what_{std::move(what)} {
    if (!wanted(quiet)) return;
    try {
        thread_ = std::thread{[this] { show(); }};
    } catch (const std::system_error&) {
        // The work is done all the same.
    }
}

Working::~Working() {
    if (!thread_.joinable()) return;
    {
        const std::scoped_lock guard{mutex_};
        is_done_ = true;
    }
    done_.notify_one();
    thread_.join();
}

void Working::show() {
    bool shown = false;
    std::unique_lock guard{mutex_};
    for (int seconds = 1;; ++seconds) {
        if (done_.wait_for(guard, std::chrono::seconds{1}, [&] { return is_done_; })) break;
        const std::string words =
            elided(fmt::format("{}: {} s", what_, seconds), terminal_width - 1);
        std::fputs(fmt::format("{}{}", clear_line, words).c_str(), stderr);
        std::fflush(stderr);
        shown = true;
    }
    if (shown) std::fputs(clear_line.data(), stderr);
}

}  // namespace reckon
