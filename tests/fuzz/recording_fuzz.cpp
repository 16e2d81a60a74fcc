// Bytes as a recording: read, written again, judged; recovered, and read again. Checksums and
// index are mended first, so that what is behind them is reached.

#include <cstdlib>

#include "core/check/judge.hpp"
#include "core/recording/recording_file.hpp"
#include "core/recording/recover.hpp"
#include "core/world/little_endian.hpp"
#include "tests/recording/frames.hpp"
#include "tests/recording/sailed.hpp"

namespace reckon {
namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

/// How many things each block holds, as an index has it.
void take_things(std::span<const std::byte> index, std::vector<Piece>& pieces) {
    ByteReader in{index};
    for (Piece& piece : pieces) {
        static_cast<void>(in.take<std::uint64_t>());
        static_cast<void>(in.take<std::uint32_t>());
        piece.things = in.take<std::uint32_t>();
    }
}

/// The same blocks with the heads, checksums, index and end that they would need.
Bytes mended(std::span<const std::byte> bytes) {
    std::vector<Piece> pieces;
    int pack = 0;
    for (std::size_t at = header_bytes; at + frame_bytes <= bytes.size();) {
        const auto head = block_head(bytes.subspan(at));
        if (!head || head->length > bytes.size() - at - frame_bytes) break;
        const auto payload = bytes.subspan(at + block_head_bytes, head->length);
        at += head->length + frame_bytes;
        if (head->type == BlockType::end) break;
        if (head->type == BlockType::index) {
            take_things(payload, pieces);
        } else if ((head->flags & BlockHead::packed) == 0) {
            pieces.push_back({head->type, {payload.begin(), payload.end()}});
        } else if (auto unpacked = unpack(head->type, payload)) {
            pack = 1;
            pieces.push_back({head->type, std::move(*unpacked)});
        }
    }
    return framed(pieces, pack);
}

void read(std::span<const std::byte> file) {
    const auto run = parse_recording(file);
    if (!run) return demand(!run.error().message().empty());
    const auto again = encode_recording(to_write(*run));
    demand(again.has_value());
    const auto back = parse_recording(*again);
    demand(back && difference(*run, *back).empty());
    const auto replayed = replay(run->scenario, run->log);
    if (run->history) static_cast<void>(judge(run->scenario, *run->history, run->log, replayed));
}

void recover(std::span<const std::byte> file) {
    const auto found = look_over(file);
    if (!found) return demand(!found.error().message().empty());
    MemoryFile memory;
    Output output{"memory", 0, memory};
    demand(!write_recovered(output, *found));
    const auto again = look_over(memory.bytes());
    demand(again && again->whole());
    demand(again->kept.log == found->kept.log && again->kept.truth == found->kept.truth);
}

}  // namespace
}  // namespace reckon

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* first, std::size_t size) {
    const std::span bytes{reinterpret_cast<const std::byte*>(first), size};
    reckon::read(bytes);
    reckon::recover(bytes);
    const auto mended = reckon::mended(bytes);
    reckon::read(mended);
    reckon::recover(mended);
    return 0;
}
