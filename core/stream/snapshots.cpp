#include "core/stream/snapshots.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <system_error>

#include "core/recording/descriptor.hpp"
#include "core/stream/stored_replay.hpp"
#include "core/world/little_endian.hpp"
#include "core/world/state_bytes.hpp"

namespace reckon {
namespace {

/// Takes a snapshot now and then, and sees to it that each has what is read after it.
class Collector {
public:
    explicit Collector(std::uint64_t every) : every_{every} {}

    void see(const ReplayedStep& step, const StreamReplay& replay) {
        for (std::size_t k = 0; k < step.read_count; ++k) keep(step.reads[k], replay);
        if (replay.applied() % every_ == 0) snapshots_.push_back(replay.snapshot());
    }

    [[nodiscard]] std::vector<Snapshot> snapshots() && { return std::move(snapshots_); }

private:
    /// Cuts only grow: those that still have the version are the older ones.
    void keep(Dot read, const StreamReplay& replay) {
        for (std::size_t i = snapshots_.size(); i-- > 0;) {
            Snapshot& snapshot = snapshots_[i];
            if (snapshot.cut[read.ship] <= read.version) return;
            if (!kept_.emplace(i, read).second) continue;
            snapshot.old.emplace_back(read, replay.at(read));
        }
    }

    std::uint64_t every_;
    std::vector<Snapshot> snapshots_;
    std::set<std::pair<std::size_t, Dot>> kept_;
};

/// False, and errno, if the file cannot be cut off there and written on.
bool cut_off_at(const Descriptor& file, std::uint64_t offset) {
    const auto at = static_cast<off_t>(offset);
    return file.get() >= 0 && ::ftruncate(file.get(), at) == 0 &&
           ::lseek(file.get(), at, SEEK_SET) == at;
}

/// None of a log that cannot be replayed: that is for others to find.
std::vector<Snapshot> taken(StoredRun& run, std::uint64_t every) {
    StoredReplay replay{run, {}};
    Collector collector{every};
    while (const auto step = replay.next()) collector.see(*step, replay.reached());
    if (replay.error()) return {};
    return std::move(collector).snapshots();
}

/// In the place of the file's index, and a new index behind.
std::optional<Error> write_on(const std::filesystem::path& file, const StoredRun& run,
                              const std::vector<Snapshot>& snapshots) {
    const Descriptor open{file, O_WRONLY};
    if (!cut_off_at(open, run.index_at())) {
        return Error{file.string(), std::generic_category().message(errno),
                     "a file that can be written", Error::Kind::io};
    }
    Output output{file, open.get(), system_calls(), run.index_at()};
    BlockWriter blocks{output, run.index()};
    BlockDraft draft;
    for (const Snapshot& snapshot : snapshots) {
        put_snapshot(draft, snapshot);
        draft.count();
        if (draft.size() <= payload_bytes_max) blocks.write(BlockType::snapshot, draft);
        draft.clear();
    }
    blocks.finish();
    output.sync();
    return output.error();
}

}  // namespace

Result<std::size_t> add_snapshots(const std::filesystem::path& file, std::uint64_t every) {
    auto run = StoredRun::open(file);
    if (!run) return fail(run.error());
    const OrderCode order = run->setting().shape.order;
    if (order == OrderCode::unrecorded || order == OrderCode::by_stamp ||
        !run->blocks(BlockType::snapshot).empty()) {
        return 0;
    }
    const auto snapshots = taken(*run, every);
    if (snapshots.empty()) return 0;
    if (auto error = write_on(file, *run, snapshots)) return fail(std::move(*error));
    return snapshots.size();
}

std::uint64_t usual_distance(ShipId ships) {
    constexpr std::uint64_t least = 50'000;
    return std::max<std::uint64_t>(least, 64ULL * ships);
}

void put_snapshot(BlockDraft& draft, const Snapshot& snapshot) {
    ByteWriter out;
    out.put(snapshot.entries);
    for (const Version version : snapshot.cut) out.put(version);
    for (const State& state : snapshot.states) put_state(out, state);
    for (const Version version : snapshot.clocks) out.put(version);
    for (const auto& [dot, state] : snapshot.old) {
        out.put(dot.ship);
        out.put(dot.version);
        put_state(out, state);
    }
    draft.put(out.bytes());
}

std::optional<Snapshot> take_snapshot(std::span<const std::byte> payload, ShipId ships,
                                      bool by_clock) {
    const std::size_t clocks = by_clock ? std::size_t{ships} * ships : 0;
    const std::size_t fixed =
        sizeof(std::uint64_t) + ships * (sizeof(Version) + state_bytes) + clocks * sizeof(Version);
    constexpr std::size_t old_bytes = sizeof(ShipId) + sizeof(Version) + state_bytes;
    if (payload.size() < fixed || (payload.size() - fixed) % old_bytes != 0) return std::nullopt;
    ByteReader in{payload};
    Snapshot snapshot{.entries = in.take<std::uint64_t>()};
    std::uint64_t events = 0;
    for (ShipId ship = 0; ship < ships; ++ship) {
        snapshot.cut.push_back(in.take<Version>());
        events += snapshot.cut.back();
    }
    if (events != snapshot.entries || events > Limits::events) return std::nullopt;
    for (ShipId ship = 0; ship < ships; ++ship) {
        const auto state = take_state(in);
        if (!state) return std::nullopt;
        snapshot.states.push_back(*state);
    }
    for (std::size_t i = 0; i < clocks; ++i) snapshot.clocks.push_back(in.take<Version>());
    while (in.left() > 0) {
        const auto ship = in.take<ShipId>();
        const auto version = in.take<Version>();
        const auto state = take_state(in);
        if (!state || ship >= ships) return std::nullopt;
        snapshot.old.push_back({{ship, version}, *state});
    }
    return snapshot;
}

}  // namespace reckon
