#pragma once
/// A file for a bench to write, that leaves nothing behind.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

namespace reckon::bench {

/// Where the system has its temporary files: $TMPDIR, if that is set.
///
/// Errors  As open(2): get() is -1, and errno.
class ScratchFile {
public:
    ScratchFile()
        : path_{std::filesystem::temp_directory_path() /
                fmt::format("reckon-bench-{}-{}.reckon", ::getpid(), ++count_)},
          file_{::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)} {}
    ~ScratchFile() {
        if (file_ < 0) return;
        ::close(file_);
        ::unlink(path_.c_str());
    }
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] int get() const { return file_; }

private:
    static inline int count_ = 0;

    std::filesystem::path path_;
    int file_;
};

}  // namespace reckon::bench
