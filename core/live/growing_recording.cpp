#include "core/live/growing_recording.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace reckon {
namespace {

std::string words_of(int why) {
    return std::generic_category().message(why);
}

}  // namespace

GrowingRecording::GrowingRecording(std::filesystem::path file) : file_{std::move(file)} {}

GrowingRecording::~GrowingRecording() {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

std::optional<Block> GrowingRecording::next() {
    if (error_ || (!found() && !open())) return std::nullopt;
    while (true) {
        if (scan_ || take_header()) {
            if (const auto block = scan_->next()) {
                if (block->type != BlockType::index) return block;
                continue;
            }
            if (scan_->error() && !scan_->torn()) {
                // Half of what was there, and half of what is: looked at once more.
                const bool again = std::exchange(read_when_wrong_, read_) != read_ && step_back();
                if (!again) {
                    refuse(*scan_->error());
                    return std::nullopt;
                }
            }
        }
        if (error_ || !read_more()) return std::nullopt;
    }
}

/// Forgets what has been read and not been handed out, half a block or an index without an end: in
/// a file, something else may come to stand there. False if there is no such thing.
bool GrowingRecording::step_back() {
    if (!is_file_ || ended()) return false;
    if (scan_ && scan_->in_index()) scan_->leave_index();
    const std::uint64_t had = scan_ ? scan_->offset() : 0;
    if (std::exchange(read_, had) == had) return false;
    bytes_.clear();
    if (scan_) scan_->grow(bytes_);
    return true;
}

void GrowingRecording::wait(std::chrono::milliseconds at_most) const {
    constexpr std::chrono::milliseconds look_again{50};
    const bool pipe = found() && !is_file_ && !closed_;
    pollfd waited_for{.fd = descriptor_, .events = POLLIN, .revents = 0};
    // A named pipe that nobody has written to yet would be ready at once.
    const bool silent = pipe && read_ > 0;
    static_cast<void>(::poll(&waited_for, silent ? 1 : 0,
                             static_cast<int>(std::min(at_most, look_again).count())));
}

bool GrowingRecording::open() {
    if (file_ == "-") {
        descriptor_ = STDIN_FILENO;
    } else {
        // A named pipe without a writer would hold us up.
        descriptor_ = ::open(file_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
        if (descriptor_ < 0) {
            if (errno != ENOENT && errno != EINTR) {
                refuse({"", words_of(errno), "a file to read", Error::Kind::io});
            }
            return false;
        }
    }
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        refuse({"", words_of(errno), "a file to read", Error::Kind::io});
    } else if (S_ISDIR(status.st_mode)) {
        refuse({"", words_of(EISDIR), "a recording (.reckon)", Error::Kind::io});
    }
    if (error_) return false;
    is_file_ = S_ISREG(status.st_mode);
    return true;
}

bool GrowingRecording::take_header() {
    const auto expected = recording_header();
    const std::size_t had = std::min(bytes_.size(), expected.size());
    // Bytes that cannot become a recording are told at once.
    constexpr std::size_t fixed = 8;
    const std::size_t sure = std::min(had, fixed);
    if (had < header_bytes &&
        std::equal(bytes_.begin(), bytes_.begin() + static_cast<long>(sure), expected.begin())) {
        return false;
    }
    scan_.emplace(bytes_);
    if (!scan_->error()) return true;
    refuse(*scan_->error());
    return false;
}

/// False if there is nothing more now.
bool GrowingRecording::read_more() {
    if (closed_) return false;
    const std::size_t had = scan_ ? scan_->offset() : 0;
    const std::size_t kept = read_ - had;  // What the scan has not had.
    if (bytes_.size() > kept) bytes_.erase(bytes_.begin(), bytes_.end() - static_cast<long>(kept));
    bytes_.resize(kept + read_bytes);
    const ssize_t got = read_some(bytes_.data() + kept);
    const int why = errno;
    bytes_.resize(kept + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (scan_) scan_->grow(bytes_);
    if (got > 0) {
        read_ += static_cast<std::uint64_t>(got);
        came_ = std::max(came_, read_);
        // What follows the end is looked at by nobody else.
        if (scan_ && scan_->ended()) {
            refuse({fmt::format("byte {}", had), fmt::format("{} more bytes", got),
                    "the end of the file after its last block"});
        }
        return !error_;
    }
    if (got < 0 && why != EAGAIN && why != EINTR) {
        refuse({"", words_of(why), "bytes to read", Error::Kind::io});
    }
    if (got == 0 && !is_file_) closed_ = file_ == "-" || read_ > 0;
    if (got == 0 && step_back()) return false;
    if (got == 0 && is_file_ && was_cut_off()) {
        refuse({fmt::format("byte {}", read_), "a file that was cut off or written anew",
                "one that grows"});
    }
    return false;
}

ssize_t GrowingRecording::read_some(std::byte* to) {
    if (is_file_) return ::pread(descriptor_, to, read_bytes, static_cast<off_t>(read_));
    pollfd waited_for{.fd = descriptor_, .events = POLLIN, .revents = 0};
    if (::poll(&waited_for, 1, 0) <= 0) {
        errno = EAGAIN;
        return -1;
    }
    return ::read(descriptor_, to, read_bytes);
}

bool GrowingRecording::was_cut_off() const {
    struct stat status {};
    return ::fstat(descriptor_, &status) == 0 && static_cast<std::uint64_t>(status.st_size) < read_;
}

void GrowingRecording::refuse(Error error) {
    if (!error.place.empty()) error.place.insert(0, ": ");
    error.place.insert(0, name());
    error_ = std::move(error);
}

}  // namespace reckon
