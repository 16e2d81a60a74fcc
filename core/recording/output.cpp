#include "core/recording/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace reckon {
namespace {

class SystemCalls final : public OutputCalls {
public:
    ssize_t write(int file, const void* bytes, std::size_t count) override {
        return ::write(file, bytes, count);
    }
    int sync(int file) override { return ::fdatasync(file); }
};

}  // namespace

OutputCalls& system_calls() {
    static SystemCalls calls;
    return calls;
}

Output::Output(const std::filesystem::path& file, OutputCalls& calls) : path_{file}, calls_{calls} {
    if (file == "-") {
        file_ = STDOUT_FILENO;
        ours_ = false;
        return;
    }
    constexpr mode_t all_that_the_mask_lets = 0666;
    do {
        file_ =
            ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, all_that_the_mask_lets);
    } while (file_ < 0 && errno == EINTR);
    if (file_ < 0) note_failure(errno);
}

Output::Output(const std::filesystem::path& name, int open_file, OutputCalls& calls,
               std::uint64_t written)
    : path_{name}, calls_{calls}, file_{open_file}, ours_{false}, written_{written} {}

Output::~Output() {
    close();
}

void Output::write(std::span<const std::byte> bytes) {
    while (failed_ == 0 && !bytes.empty()) {
        const ssize_t wrote = calls_.write(file_, bytes.data(), bytes.size());
        if (wrote > 0) {
            written_ += static_cast<std::uint64_t>(wrote);
            bytes = bytes.subspan(static_cast<std::size_t>(wrote));
        } else if (wrote == 0) {
            note_failure(ENOSPC);  // Not a byte taken, and no reason given.
        } else if (errno != EINTR) {
            note_failure(errno);
        }
    }
}

void Output::sync() {
    while (failed_ == 0 && calls_.sync(file_) != 0) {
        if (errno == EINTR) continue;
        // A pipe or a terminal has no place to survive in.
        if (errno != EINVAL && errno != EROFS && errno != ENOTSUP) note_failure(errno);
        return;
    }
}

void Output::close() {
    const int file = file_;
    file_ = -1;
    // Closed whatever it says: to try again could close another's file.
    if (file >= 0 && ours_ && ::close(file) != 0 && errno != EINTR) note_failure(errno);
}

std::optional<Error> Output::error() const {
    if (failed_ == 0) return std::nullopt;
    return Error{path_.string(), std::generic_category().message(failed_),
                 "a file that can be written, and room for it", Error::Kind::io};
}

void Output::note_failure(int why) {
    if (failed_ == 0) failed_ = why;
}

}  // namespace reckon
