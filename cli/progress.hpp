#pragma once
/// Progress on stderr, only if that is a terminal.

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace reckon {

/// A bar, for work that is counted. Gone from the terminal when it is destroyed: before the result
/// is printed.
class Progress {
public:
    explicit Progress(bool quiet);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Draws again at most ten times a second.
    void update(std::size_t done, std::size_t total, std::string_view what);

private:
    bool shown_;
    std::chrono::steady_clock::time_point next_;
};

/// For work that nobody counts: what is being done and for how long, from the second second on.
///
/// Threads  Has one of its own, if there is a terminal; it sleeps.
class Working {
public:
    Working(bool quiet, std::string what);
    ~Working();
    Working(const Working&) = delete;
    Working& operator=(const Working&) = delete;

private:
    void show();

    std::string what_;
    std::mutex mutex_;
    std::condition_variable done_;
    bool is_done_ = false;  // Guarded by mutex_.
    std::thread thread_;
};

/// Does it, and meanwhile says so.
template <class Work>
auto while_working(bool quiet, std::string what, Work&& work) {
    const Working shown{quiet, std::move(what)};
    return std::forward<Work>(work)();
}

}  // namespace reckon
