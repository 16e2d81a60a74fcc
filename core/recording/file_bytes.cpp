#include "core/recording/file_bytes.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "core/recording/block.hpp"
#include "core/recording/descriptor.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
Result<FileBytes> FileBytes::open(const std::filesystem::path& file, std::size_t other_bytes_max) {
    const auto unreadable = [&](int why) {
        return fail({file.string(), std::generic_category().message(why), "a readable file",
                     Error::Kind::io});
    };
    struct stat about {};
    if (::stat(file.c_str(), &about) != 0) return unreadable(errno);
    FileBytes bytes;
    if (!S_ISREG(about.st_mode)) {
        auto text = read_text(file, [&](std::string_view first) -> std::uint64_t {
            const bool recording = looks_like_recording(std::as_bytes(std::span{first}));
            return recording ? read_bytes_max : other_bytes_max;
        });
        if (!text) return fail(text.error());
        if (text->size() > read_bytes_max) {
            return fail({file.string(), "a longer file",
                         fmt::format("at most {} bytes", read_bytes_max), Error::Kind::bound});
        }
        bytes.read_ = std::move(*text);
        bytes.mapped_ = bytes.read_.data();
        bytes.size_ = bytes.read_.size();
        return bytes;
    }
    const Descriptor descriptor{file, O_RDONLY};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &about) != 0) return unreadable(errno);
    bytes.size_ = static_cast<std::size_t>(about.st_size);
    if (bytes.size_ == 0) return bytes;
    void* mapped = ::mmap(nullptr, bytes.size_, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (mapped == MAP_FAILED) return unreadable(errno);
    bytes.mapped_ = mapped;
    bytes.is_mapped_ = true;
    // Only a wish: most readers go from the beginning to the end.
    ::madvise(mapped, bytes.size_, MADV_SEQUENTIAL);
    return bytes;
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : mapped_{std::exchange(other.mapped_, nullptr)},
      size_{std::exchange(other.size_, 0)},
      is_mapped_{std::exchange(other.is_mapped_, false)},
      read_{std::move(other.read_)} {
    if (!is_mapped_) mapped_ = read_.data();  // A short text lies within.
}

FileBytes::~FileBytes() {
    if (is_mapped_) ::munmap(const_cast<void*>(mapped_), size_);
}

}  // namespace reckon
