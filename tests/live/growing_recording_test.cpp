// Goal: a growing recording hands out exactly the blocks that are whole, each once, and takes
//       damage for damage and what has not come for what has not come.
// Method: files and pipes written byte by byte and in two pieces cut everywhere, packed and not;
//         every byte changed; files cut off, written on behind their end, and never there.

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "core/live/growing_recording.hpp"
#include "tests/catch.hpp"
#include "tests/live/recorded_bytes.hpp"
#include "tests/recording/frames.hpp"

namespace reckon {
namespace {

/// A file of the test's own, written on as it likes.
class WrittenFile {
public:
    WrittenFile() {
        char name[] = "/tmp/growing_recording_test_XXXXXX";
        descriptor_ = ::mkstemp(name);
        path_ = name;
        REQUIRE(descriptor_ >= 0);
    }
    ~WrittenFile() {
        ::close(descriptor_);
        std::filesystem::remove(path_);
    }
    WrittenFile(const WrittenFile&) = delete;
    WrittenFile& operator=(const WrittenFile&) = delete;

    void append(std::span<const std::byte> bytes) const {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written != static_cast<ssize_t>(bytes.size())) FAIL("the test's own file");
    }
    void become(std::span<const std::byte> bytes) const {
        cut_off(0);
        append(bytes);
    }
    void cut_off(std::size_t size) const {
        if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) FAIL("the test's own file");
        ::lseek(descriptor_, static_cast<off_t>(size), SEEK_SET);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    int descriptor_ = -1;
    std::filesystem::path path_;
};

struct Found {
    BlockType type;
    Bytes payload;

    friend bool operator==(const Found&, const Found&) = default;
};

void drain(BlockSource& source, std::vector<Found>& found) {
    while (const auto block = source.next()) {
        found.push_back({block->type, {block->payload.begin(), block->payload.end()}});
    }
}

std::vector<Found> blocks_of(std::span<const std::byte> file) {
    BlockScan scan{file};
    std::vector<Found> found;
    drain(scan, found);
    std::erase_if(found, [](const Found& block) { return block.type == BlockType::index; });
    return found;
}

Bytes small_file(int pack) {
    return recorded_bytes(sailed_live("deps", "mixed"), pack);
}

TEST_CASE("byte by byte, each block comes with its last byte") {
    const int pack = GENERATE(0, 3);
    const Bytes file = small_file(pack);
    const auto whole = blocks_of(file);
    REQUIRE(whole.size() > 6);
    const WrittenFile written;
    GrowingRecording recording{written.path()};
    std::vector<Found> found;
    for (std::size_t size = 1; size <= file.size(); ++size) {
        written.append(std::span{file}.subspan(size - 1, 1));
        drain(recording, found);
        if (recording.error()) FAIL(size << ": " << recording.error()->message());
        const std::size_t there = blocks_of(std::span{file}.first(size)).size();
        if (found.size() != there) FAIL(size << ": " << found.size() << " of " << there);
        if (recording.ended() != (size == file.size())) FAIL("ended at " << size);
    }
    CHECK(found == whole);
    CHECK(recording.bytes() == file.size());
}

TEST_CASE("in two pieces, cut anywhere") {
    const int pack = GENERATE(0, 3);
    const Bytes file = small_file(pack);
    const auto whole = blocks_of(file);
    const WrittenFile written;
    for (std::size_t cut = 0; cut <= file.size(); ++cut) {
        written.become(std::span{file}.first(cut));
        GrowingRecording recording{written.path()};
        std::vector<Found> found;
        drain(recording, found);
        if (recording.error() || (recording.ended() && cut < file.size())) FAIL("at " << cut);
        written.append(std::span{file}.subspan(cut));
        drain(recording, found);
        if (found != whole || !recording.ended()) FAIL("cut at " << cut);
    }
}

TEST_CASE("a pipe") {
    const Bytes file = small_file(0);
    const auto left_out = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{300});
    const auto path = std::filesystem::temp_directory_path() /
                      fmt::format("growing_recording_test_{}.pipe", ::getpid());
    std::filesystem::remove(path);
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    {
        GrowingRecording recording{path};
        std::vector<Found> found;
        drain(recording, found);
        CHECK((recording.found() && !recording.closed() && found.empty()));
        const int writer = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
        for (const std::byte byte : std::span{file}.first(file.size() - left_out)) {
            REQUIRE(::write(writer, &byte, 1) == 1);
            drain(recording, found);
        }
        CHECK_FALSE(recording.closed());
        ::close(writer);
        drain(recording, found);
        CHECK_FALSE(recording.error());
        CHECK(recording.closed());
        CHECK(recording.ended() == (left_out == 0));
        // The last byte is the end's; the last three hundred reach beyond the index.
        CHECK((found == blocks_of(file)) == (left_out < 300));
    }
    std::filesystem::remove(path);
}

TEST_CASE("a file that is not there yet") {
    const Bytes file = small_file(0);
    const WrittenFile beside;
    const std::filesystem::path later = beside.path().string() + ".later";
    GrowingRecording recording{later};
    CHECK_FALSE(recording.next());
    CHECK_FALSE(recording.found());
    CHECK_FALSE(recording.error());
    beside.append(file);
    std::filesystem::rename(beside.path(), later);
    std::vector<Found> found;
    drain(recording, found);
    CHECK(recording.ended());
    CHECK(found == blocks_of(file));
    std::filesystem::remove(later);
}

TEST_CASE("a byte that was changed is damage, or what has not come") {
    const int pack = GENERATE(0, 3);
    Bytes file = small_file(pack);
    const auto whole = blocks_of(file);
    const WrittenFile written;
    for (std::size_t at = 0; at < file.size(); ++at) {
        file[at] ^= std::byte{0x10};
        written.become(file);
        GrowingRecording recording{written.path()};
        std::vector<Found> found;
        drain(recording, found);
        file[at] ^= std::byte{0x10};
        if (recording.ended()) FAIL("byte " << at << " passed for whole");
        if (found.size() > whole.size() || !std::equal(found.begin(), found.end(), whole.begin())) {
            FAIL("byte " << at << " gave another block");
        }
        if (!recording.error()) continue;  // A length that waits for more.
        if (!recording.error()->place.starts_with(written.path().string() + ": ")) {
            FAIL(recording.error()->message());
        }
    }
}

TEST_CASE("a file that grows no more as it should") {
    const Bytes file = small_file(0);
    const WrittenFile written;
    written.become(std::span{file}.first(file.size() - 1));
    GrowingRecording recording{written.path()};
    std::vector<Found> found;
    drain(recording, found);
    REQUIRE_FALSE(recording.error());
    SECTION("cut off") {
        written.cut_off(100);
        drain(recording, found);
        REQUIRE(recording.error());
        CHECK(recording.error()->value == "a file that was cut off or written anew");
    }
    SECTION("more behind the end, at once") {
        written.append(std::vector{file.back(), std::byte{1}});
        drain(recording, found);
        REQUIRE(recording.error());
        CHECK(recording.error()->value == "1 more bytes");
        CHECK_FALSE(recording.ended());
    }
    SECTION("more behind the end, later") {
        written.append(std::vector{file.back()});
        drain(recording, found);
        CHECK(recording.ended());
        written.append(std::vector{std::byte{1}, std::byte{2}});
        drain(recording, found);
        REQUIRE(recording.error());
        CHECK(recording.error()->value == "2 more bytes");
    }
}

TEST_CASE("snapshots take the place of an index") {
    const Bytes file = small_file(0);
    std::size_t index_at = header_bytes;
    for (auto head = block_head(std::span{file}.subspan(index_at)); head->type != BlockType::index;
         head = block_head(std::span{file}.subspan(index_at))) {
        index_at += head->length + frame_bytes;
    }
    // Blocks to come, in the place of the index and longer than it, and another index.
    std::vector<Piece> pieces = pieces_of(file);
    for (int i = 0; i < 3; ++i) pieces.push_back({BlockType::snapshot, Bytes(500), 1});
    const Bytes whole = framed(pieces);
    REQUIRE(std::ranges::equal(std::span{file}.first(index_at), std::span{whole}.first(index_at)));
    for (std::size_t seen = index_at; seen < file.size(); ++seen) {
        for (const std::size_t met : {index_at, index_at + 700, whole.size()}) {
            const WrittenFile written;
            written.become(std::span{file}.first(seen));
            GrowingRecording recording{written.path()};
            std::vector<Found> found;
            drain(recording, found);
            written.become(std::span{whole}.first(met));
            drain(recording, found);
            written.become(whole);
            drain(recording, found);
            INFO(seen << ", " << met);
            CHECK_FALSE(recording.error());
            CHECK(recording.ended());
            CHECK(found == blocks_of(whole));
        }
    }
}

TEST_CASE("what is no recording is told by its first byte") {
    const WrittenFile written;
    written.become(std::vector{std::byte{'{'}});
    GrowingRecording recording{written.path()};
    CHECK_FALSE(recording.next());
    REQUIRE(recording.error());
    CHECK(recording.error()->value == "no recording");
}

TEST_CASE("a folder, and a file that nobody may see") {
    GrowingRecording folder{std::filesystem::temp_directory_path()};
    CHECK_FALSE(folder.next());
    REQUIRE(folder.error());
    CHECK(folder.error()->kind == Error::Kind::io);
    const WrittenFile file;
    GrowingRecording below{file.path() / "none"};
    CHECK_FALSE(below.next());
    REQUIRE(below.error());
    CHECK(below.error()->kind == Error::Kind::io);
}

}  // namespace
}  // namespace reckon
