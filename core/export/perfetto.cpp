#include <algorithm>

#include "core/check/event_numbers.hpp"
#include "core/check/words.hpp"
#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/export/happens_before.hpp"

namespace reckon {
namespace {

class Trace {
public:
    Trace(const ToldRun& told, const LineUp& line, Sink& sink)
        : told_{told},
          run_{told.events()},
          line_{line},
          sink_{sink},
          numbers_{run_},
          moments_(numbers_.count()) {
        for (std::size_t i = 0; i < line.events.size(); ++i) {
            moments_[numbers_.of(line.events[i])] = line.moments[i];
        }
    }

    void write() {
        sink_.print(
            R"({{"displayTimeUnit":"ns","otherData":{{"strategy":{},"tells":"{}","time":"{}"}},)"
            "\"traceEvents\":[\n",
            json_quoted(told_.origin().strategy), told_.is_truth() ? "the run" : "the replay",
            line_.as_logged ? "1 us a place in the log" : "1 us a step of happens-before");
        sink_.print(R"({{"ph":"M","pid":1,"name":"process_name","args":{{"name":{}}}}})",
                    json_quoted(told_.scenario().name));
        for (ShipId ship = 0; ship < run_.ships.size(); ++ship) {
            sink_.print(
                ",\n"
                R"({{"ph":"M","pid":1,"tid":{},"name":"thread_name","args":{{"name":{}}}}})",
                tid(ship), json_quoted(told_.scenario().ships[ship].name));
        }
        for (const Dot dot : line_.events) event(dot);
        sink_.put("\n]}\n");
    }

private:
    /// 0 is no thread.
    static std::uint32_t tid(ShipId ship) { return ship + 1; }

    void event(Dot dot) {
        const Scenario& scenario = told_.scenario();
        const OrderId order = run_.event(dot).order;
        sink_.print(
            ",\n"
            R"({{"ph":"X","pid":1,"tid":{},"ts":{},"dur":1,"cat":"event","name":{},"args":{{)"
            R"("event":{},"does":{}}}}})",
            tid(dot.ship), moments_[numbers_.of(dot)], json_quoted(text(scenario, order)),
            json_quoted(name(scenario, dot)), json_quoted(event_text(scenario, run_, dot)));
        each_edge_to(run_, dot, [&](EdgeKind kind, Dot from) {
            if (kind == EdgeKind::message) arrow("hail", from, dot);
            if (kind == EdgeKind::wr) arrow("read", from, dot);
        });
    }

    /// From the middle of one slice to the middle of the other: at their ends a viewer could take
    /// the one before or after for them.
    void arrow(std::string_view kind, Dot from, Dot to) {
        ++arrows_;
        sink_.print(
            ",\n"
            R"({{"ph":"s","id":{},"cat":"{}","name":"{}","pid":1,"tid":{},"ts":{}.5}})"
            ",\n"
            R"({{"ph":"f","bp":"e","id":{},"cat":"{}","name":"{}","pid":1,"tid":{},"ts":{}.5}})",
            arrows_, kind, kind, tid(from.ship), moments_[numbers_.of(from)], arrows_, kind, kind,
            tid(to.ship), moments_[numbers_.of(to)]);
    }

    const ToldRun& told_;
    const History& run_;
    const LineUp& line_;
    Sink& sink_;
    EventNumbers numbers_;
    std::vector<std::uint32_t> moments_;  // By number.
    std::uint64_t arrows_ = 0;
};

std::optional<Error> write(const ToldRun& told, const SliceWish&, Sink& sink) {
    const auto line = line_up(told.scenario(), told.events(), told.log());
    if (!line) return line.error();
    Trace{told, *line, sink}.write();
    return std::nullopt;
}

}  // namespace

extern const ExportFormat perfetto_format{
    .name = "perfetto",
    .summary = "Chrome trace events, for Perfetto: ships as threads, arrows for reads and hails",
    .write = write};

}  // namespace reckon
