#include <algorithm>
#include <unordered_set>

#include "core/check/words.hpp"
#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/report/escape.hpp"

namespace reckon {
namespace {

/// The header's delimiter is searched for anywhere, so nothing else may look like it.
std::string without_delimiters(std::string text) {
    std::ranges::replace(text, '=', '-');
    return text;
}

/// Nor may an event's line look like that of a host and its clock.
std::string event_line(std::string_view text) {
    std::string line = without_delimiters(plain(text));
    std::ranges::replace(line, '{', '(');
    std::ranges::replace(line, '}', ')');
    return line;
}

/// The length of what JavaScript takes for a blank, at the front; 0 if it is none.
std::size_t blank_at(std::string_view text) {
    constexpr std::array<std::string_view, 19> blanks{
        " ",      "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
        "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
        "\u202F", "\u205F", "\u3000", "\uFEFF", "\u2028"};
    for (const std::string_view blank : blanks) {
        if (text.starts_with(blank)) return blank.size();
    }
    return 0;
}

std::string without_blanks(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t blank = blank_at(text);
        out += blank > 0 ? '_' : text[0];
        text.remove_prefix(std::max<std::size_t>(blank, 1));
    }
    return out;
}

/// The ships' names without what the format cannot have, no two the same; by place in the slice.
std::vector<std::string> hosts_of(const Scenario& scenario, const Slice& slice) {
    std::vector<std::string> hosts;
    std::unordered_set<std::string> taken;
    for (const ShipId ship : slice.ships()) {
        const std::string host =
            without_blanks(without_delimiters(plain(scenario.ships[ship].name)));
        std::string unique = host;
        for (int n = 2; !taken.insert(unique).second; ++n) unique = fmt::format("{}_{}", host, n);
        hosts.push_back(std::move(unique));
    }
    return hosts;
}

std::optional<Error> write_execution(const ToldRun& told, const History& run, const Slice& slice,
                                     Sink& sink) {
    const auto clocks = SliceClocks::of(run, slice);
    if (!clocks) return clocks.error();
    const std::vector<std::string> hosts = hosts_of(told.scenario(), slice);
    std::vector<std::string> keys;
    for (const std::string& host : hosts) keys.push_back(json_quoted(host));
    for (std::size_t event = 0; event < slice.events().size(); ++event) {
        const Dot dot = slice.events()[event];
        sink.print("{} {}\n", event_line(name(told.scenario(), dot)),
                   event_line(event_text(told.scenario(), run, dot)));
        sink.print("{} {{", hosts[*slice.place(dot.ship)]);
        const auto clock = clocks->clock(event);
        std::string_view before;
        for (std::size_t i = 0; i < clock.size(); ++i) {
            if (clock[i] == 0) continue;
            sink.print("{}{}:{}", before, keys[i], clock[i]);
            before = ",";
        }
        sink.put("}\n");
    }
    return std::nullopt;
}

std::optional<Error> write(const ToldRun& told, const SliceWish& wish, Sink& sink) {
    const auto slice = slice_of(told, wish);
    if (!slice) return slice.error();
    sink.put("(?<event>.*)\\n(?<host>\\S*) (?<clock>{.*})\n=== (?<trace>.*) ===\n");
    sink.print("=== {} ===\n", told.is_truth() ? "The run" : "The replay");
    if (auto error = write_execution(told, told.events(), *slice, sink)) return error;
    if (!told.is_truth()) return std::nullopt;
    const auto replayed = replayed_slice(told, *slice);
    if (!replayed) return std::nullopt;
    sink.put("=== The replay ===\n");
    return write_execution(told, *told.replayed(), *replayed, sink);
}

}  // namespace

extern const ExportFormat shiviz_format{
    .name = "shiviz",
    .summary = "a log with vector clocks, for ShiViz: the run and the replay around a divergence",
    .events_usual = 2000,
    .write = write};

}  // namespace reckon
