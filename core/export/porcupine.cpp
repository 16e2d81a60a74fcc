#include <algorithm>

#include "core/check/words.hpp"
#include "core/export/event_text.hpp"
#include "core/export/format.hpp"

namespace reckon {
namespace {

/// The operations on each ship as a register. README.md says what its times mean.
class Registers {
public:
    Registers(const ToldRun& told, const Slice& slice, const SliceClocks& clocks, Sink& sink)
        : told_{told}, run_{told.events()}, slice_{slice}, clocks_{clocks}, sink_{sink} {}

    void write() {
        for (const ShipId ship : slice_.ships()) write_operation({ship, slice_.before(ship)});
        for (const Dot dot : slice_.events()) {
            reads(dot);
            write_operation(dot);
        }
    }

private:
    // Between two writes of a ship there is room for the calls and returns of reads.
    static constexpr std::uint64_t call_of_write(Version v) { return 4 * std::uint64_t{v}; }
    static constexpr std::uint64_t return_of_write(Version v) { return call_of_write(v) + 1; }
    static constexpr std::uint64_t call_after(Version v) { return call_of_write(v) + 2; }
    static constexpr std::uint64_t return_before(Version v) { return call_of_write(v) - 1; }

    void write_operation(Dot dot) {
        operation(dot, "write", dot, call_of_write(dot.version), return_of_write(dot.version));
    }

    void operation(Dot by, std::string_view kind, Dot what, std::uint64_t called,
                   std::uint64_t returned) {
        sink_.print(
            R"({{"client":{},"key":{},"kind":"{}","value":{},"call":{},"return":{},"event":{}}})"
            "\n",
            by.ship, what.ship, kind, what.version, called, returned,
            json_quoted(name(told_.scenario(), by)));
    }

    void reads(Dot dot) {
        // What is known before each deref: by the ship's event before, by the hail, by each read.
        std::vector<Version> known(slice_.ships().size());
        if (dot.version > 1) know(known, {dot.ship, dot.version - 1});
        const Cause cause = run_.event(dot).cause;
        if (cause.is_hail()) know(known, cause.sender());
        for (const Dot read : run_.ships[dot.ship].reads_of(dot.version)) {
            const auto place = slice_.place(read.ship);
            if (place && read.version >= slice_.before(read.ship)) {
                operation(dot, "read", read, call_after(slice_.before(read.ship) + known[*place]),
                          return_before(first_after(dot, read.ship, *place)));
            }
            know(known, read);
        }
    }

    void know(std::vector<Version>& known, Dot dot) const {
        if (!slice_.has(dot)) return;
        const auto clock =
            clocks_.clock(*slice_.place(dot.ship), dot.version - slice_.before(dot.ship));
        for (std::size_t i = 0; i < known.size(); ++i) known[i] = std::max(known[i], clock[i]);
    }

    /// The first version of the ship that comes after the event; else one more than it has.
    Version first_after(Dot dot, ShipId ship, std::size_t place) const {
        const std::size_t own = *slice_.place(dot.ship);
        const Version nth = dot.version - slice_.before(dot.ship);
        Version low = 1;
        Version high = slice_.last(ship) - slice_.before(ship) + 1;
        while (low < high) {
            const Version middle = low + (high - low) / 2;
            if (clocks_.clock(place, middle)[own] >= nth) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return slice_.before(ship) + low;
    }

    const ToldRun& told_;
    const History& run_;
    const Slice& slice_;
    const SliceClocks& clocks_;
    Sink& sink_;
};

std::optional<Error> write(const ToldRun& told, const SliceWish& wish, Sink& sink) {
    const auto slice = slice_of(told, wish);
    if (!slice) return slice.error();
    const auto clocks = SliceClocks::of(told.events(), *slice);
    if (!clocks) return clocks.error();
    Registers{told, *slice, *clocks, sink}.write();
    return std::nullopt;
}

}  // namespace

extern const ExportFormat porcupine_format{
    .name = "porcupine",
    .summary = "each ship as a register that is written and read, for linearizability checkers",
    .events_usual = 100'000,
    .write = write};

}  // namespace reckon
