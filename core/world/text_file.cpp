#include "core/world/text_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace reckon {
namespace {

constexpr std::uint64_t first_piece = 1U << 16;

Error not_written(const std::filesystem::path& file, int why) {
    return {file.string(), std::generic_category().message(why),
            "a file that can be written, and room for it", Error::Kind::io};
}

/// Whether the file can be written beside and then replaced: a pipe or a device cannot, nor does a
/// link stay one.
bool replaceable(const std::filesystem::path& file) {
    std::error_code unseen;
    const auto status = std::filesystem::symlink_status(file, unseen);
    return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

}  // namespace

Result<std::string> read_text(const std::filesystem::path& file, std::size_t bytes_max) {
    return read_text(file, [&](std::string_view) -> std::uint64_t { return bytes_max; });
}

Result<std::string> read_text(const std::filesystem::path& file,
                              const std::function<std::uint64_t(std::string_view)>& bytes_max) {
    const auto unreadable = [&](std::string_view why) {
        return fail({file.string(), std::string{why}, "a readable file", Error::Kind::io});
    };
    std::error_code unseen;
    if (std::filesystem::is_directory(file, unseen)) return unreadable("a directory");
    std::ifstream in{file, std::ios::binary};
    if (!in) return unreadable("cannot be opened");
    const auto said = std::filesystem::file_size(file, unseen);
    std::string text(first_piece, '\0');
    std::size_t size = 0;
    std::optional<std::uint64_t> most;
    while (in.read(text.data() + size, static_cast<std::streamsize>(text.size() - size)),
           in.gcount() > 0) {
        size += static_cast<std::size_t>(in.gcount());
        if (!most) most = bytes_max(std::string_view{text}.substr(0, size));
        if (size < text.size() || size > *most) break;
        // A pipe has no size to say, and a file may grow.
        const std::uint64_t wanted = unseen || said < size ? 2 * size : said + 1;
        text.resize(std::min(wanted, *most + 1));
    }
    if (in.bad()) return unreadable("cannot be read");
    text.resize(most ? std::min<std::uint64_t>(size, *most + 1) : size);
    return text;
}

std::optional<Error> write_text(const std::filesystem::path& file, std::string_view text) {
    NewFile out{file};
    out.write(std::as_bytes(std::span{text}));
    out.keep();
    return out.error();
}

std::optional<Error> unwritable(const std::filesystem::path& file) {
    const bool there = access(file.c_str(), F_OK) == 0;
    if (there && access(file.c_str(), W_OK) != 0) return not_written(file, errno);
    std::error_code unseen;
    if (std::filesystem::is_directory(file, unseen)) return not_written(file, EISDIR);
    // A pipe that is opened and closed again has ended for whoever reads it.
    if (there || !replaceable(file)) return std::nullopt;
    return NewFile{file}.error();
}

NewFile::NewFile(const std::filesystem::path& file) : final_{file} {
    // Who may not write a file is not to replace it either, though its folder allows it.
    if (access(file.c_str(), F_OK) == 0 && access(file.c_str(), W_OK) != 0) {
        note_failure();
        return;
    }
    if (replaceable(file)) open_beside();
    if (stream_ == nullptr && failed_ == 0) open_directly();
}

NewFile::~NewFile() {
    close();
    if (!beside_.empty()) std::remove(beside_.c_str());
}

void NewFile::open_beside() {
    beside_ = final_;
    beside_ += fmt::format(".{}.part", getpid());
    stream_ = std::fopen(beside_.c_str(), "wb");
    if (stream_ == nullptr) {
        const bool takes_none =
            errno == EACCES || errno == EPERM || errno == EROFS || errno == ENAMETOOLONG;
        if (!takes_none) note_failure();
        beside_.clear();
        return;
    }
    struct stat old {};
    // Nobody is to read what takes the place of what was kept from him.
    const bool there = stat(final_.c_str(), &old) == 0;
    if (there && fchmod(fileno(stream_), old.st_mode & 07777U) != 0) note_failure();
}

void NewFile::open_directly() {
    stream_ = std::fopen(final_.c_str(), "wb");
    if (stream_ == nullptr) note_failure();
}

void NewFile::write(std::span<const std::byte> bytes) {
    if (failed_ != 0) return;
    if (std::fwrite(bytes.data(), 1, bytes.size(), stream_) != bytes.size()) note_failure();
}

int NewFile::descriptor() const {
    return stream_ == nullptr ? -1 : fileno(stream_);
}

void NewFile::keep() {
    close();
    if (failed_ != 0 || beside_.empty()) return;
    if (std::rename(beside_.c_str(), final_.c_str()) != 0) return note_failure();
    beside_.clear();
}

std::optional<Error> NewFile::error() const {
    if (failed_ == 0) return std::nullopt;
    return not_written(final_, failed_);
}

void NewFile::note_failure() {
    if (failed_ == 0) failed_ = errno != 0 ? errno : EIO;
}

void NewFile::close() {
    if (stream_ != nullptr && std::fclose(stream_) != 0) note_failure();
    stream_ = nullptr;
}

}  // namespace reckon
