#pragma once
/// A file's bytes, to be looked at where they lie.

#include <filesystem>
#include <span>
#include <string>

#include "core/world/error.hpp"

namespace reckon {

/// Shape   An ordinary file is mapped: one that somebody cuts off meanwhile ends the program. What
///         is none, a pipe, is read: to its end if it begins as a recording does, and otherwise
///         `other_bytes_max` bytes and one more at most.
/// Errors  What cannot be opened or read: of kind io, the place is the file. A pipe that brings
///         more than read_bytes_max: of kind bound.
/// Cost    Of a mapped file the pages that are looked at, which the system may take back.
class FileBytes {
public:
    static constexpr std::uint64_t read_bytes_max = 64ULL << 30;

    [[nodiscard]] static Result<FileBytes> open(const std::filesystem::path& file,
                                                std::size_t other_bytes_max = 1U << 10);

    FileBytes(FileBytes&& other) noexcept;
    FileBytes& operator=(FileBytes&&) = delete;
    ~FileBytes();

    [[nodiscard]] std::span<const std::byte> bytes() const {
        return {static_cast<const std::byte*>(mapped_), size_};
    }

private:
    FileBytes() = default;

    const void* mapped_ = nullptr;
    std::size_t size_ = 0;
    bool is_mapped_ = false;
    std::string read_;
};

}  // namespace reckon
