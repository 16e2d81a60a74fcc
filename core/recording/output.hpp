#pragma once
/// Where a recording's bytes go.

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/world/error.hpp"

namespace reckon {

/// The system calls that a recording is written by: what tests put themselves in the place of.
///
/// Errors  As the calls of these names: -1, and errno.
class OutputCalls {
public:
    OutputCalls() = default;
    OutputCalls(const OutputCalls&) = delete;
    OutputCalls& operator=(const OutputCalls&) = delete;
    virtual ~OutputCalls() = default;

    virtual ssize_t write(int file, const void* bytes, std::size_t count) = 0;
    virtual int sync(int file) = 0;
};

/// The operating system's.
[[nodiscard]] OutputCalls& system_calls();

/// A file that is none: what is written stays in memory.
class MemoryFile final : public OutputCalls {
public:
    ssize_t write(int, const void* bytes, std::size_t count) override {
        const auto* first = static_cast<const std::byte*>(bytes);
        bytes_.insert(bytes_.end(), first, first + count);
        return static_cast<ssize_t>(count);
    }
    int sync(int) override { return 0; }

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

/// A file that grows, or a pipe.
///
/// Threads  One.
/// Errors   Of kind io, the place is the file. After the first error nothing more is written.
class Output {
public:
    /// Opens the file, empty; "-" is the standard output.
    explicit Output(const std::filesystem::path& file, OutputCalls& calls = system_calls());
    /// One that somebody else has opened, and will close; so many bytes are in it already.
    Output(const std::filesystem::path& name, int open_file, OutputCalls& calls = system_calls(),
           std::uint64_t written = 0);
    ~Output();
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    /// All of it: interrupted and short writes go on.
    void write(std::span<const std::byte> bytes);

    /// Returns when all that was written is where it survives a loss of power; of a pipe, at once.
    void sync();

    /// Closes the file, and says so if that fails.
    void close();

    [[nodiscard]] std::uint64_t written() const { return written_; }
    [[nodiscard]] std::optional<Error> error() const;

private:
    void note_failure(int why);

    std::filesystem::path path_;
    OutputCalls& calls_;
    int file_ = -1;
    bool ours_ = true;
    std::uint64_t written_ = 0;
    int failed_ = 0;
};

}  // namespace reckon
