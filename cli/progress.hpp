#pragma once
/// A progress bar on stderr, only if that is a terminal.

#include <chrono>
#include <string_view>

namespace reckon {

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

}  // namespace reckon
