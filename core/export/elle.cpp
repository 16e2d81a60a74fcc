#include "core/check/event_numbers.hpp"
#include "core/export/format.hpp"

namespace reckon {
namespace {

/// Each event as a transaction that reads and writes registers. README.md has the keys.
class Transactions {
public:
    Transactions(const ToldRun& told, Sink& sink)
        : scenario_{told.scenario()}, run_{told.events()}, numbers_{run_}, sink_{sink} {}

    void write(Dot dot) {
        operation("invoke", dot, false);
        operation("ok", dot, true);
    }

private:
    /// What an invocation would read is not known yet; a version 0 was written by nobody.
    void read(std::uint64_t key, Version value, bool done) {
        if (done && value > 0) {
            sink_.print("{}[:r {} {}]", before_, key, value);
        } else {
            sink_.print("{}[:r {} nil]", before_, key);
        }
        before_ = " ";
    }

    void operation(std::string_view type, Dot dot, bool done) {
        const ShipHistory& ship = run_.ships[dot.ship];
        const Event& event = ship.event(dot.version);
        sink_.print("{{:type :{}, :process {}, :f :txn, :value [", type, dot.ship);
        before_ = "";
        if (event.cause.is_hail()) read(letter(event.cause.sender()), 1, done);
        read(dot.ship, dot.version - 1, done);
        for (const Dot other : ship.reads_of(dot.version)) read(other.ship, other.version, done);
        sink_.print(" [:w {} {}]", dot.ship, dot.version);
        if (hail_of(ship.states[dot.version - 1], scenario_.orders[event.order])) {
            sink_.print(" [:w {} 1]", letter(dot));
        }
        sink_.print("], :index {}}}\n", index_++);
    }

    /// The key of the hail that an event sent: a number beyond all ships.
    std::uint64_t letter(Dot sender) const {
        return std::uint64_t{scenario_.ship_count()} + numbers_.of(sender);
    }

    const Scenario& scenario_;
    const History& run_;
    EventNumbers numbers_;
    Sink& sink_;
    std::string_view before_;
    std::uint64_t index_ = 0;
};

std::optional<Error> write(const ToldRun& told, const SliceWish&, Sink& sink) {
    const auto line = line_up(told.scenario(), told.events(), told.log());
    if (!line) return line.error();
    Transactions transactions{told, sink};
    for (const Dot dot : line->events) transactions.write(dot);
    return std::nullopt;
}

}  // namespace

extern const ExportFormat elle_format{
    .name = "elle",
    .summary = "an EDN history of transactions on registers, for Elle",
    .write = write};

}  // namespace reckon
