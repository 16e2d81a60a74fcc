#pragma once
/// A file that is open, until this ends.

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

namespace reckon {

/// Errors  As open(2): -1, and errno.
class Descriptor {
public:
    Descriptor(const std::filesystem::path& file, int flags)
        : file_{::open(file.c_str(), flags | O_CLOEXEC)} {}
    ~Descriptor() {
        if (file_ >= 0) ::close(file_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return file_; }

private:
    int file_;
};

}  // namespace reckon
