#include "cli/cut_option.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/log/dot_text.hpp"

namespace reckon {
namespace {

Error no_cut(std::string_view text, std::string expected) {
    return {"--at", fmt::format("\"{}\"", text), std::move(expected)};
}

Result<Dot> dot_of(const Scenario& scenario, std::string_view text) {
    const auto parts = split_dot(text);
    if (!parts) return fail(no_cut(text, "end, entry:N, SHIP@VERSION, or cut:SHIP@VERSION,…"));
    const auto ship = find_ship(scenario, parts->ship);
    if (!ship) {
        return fail(no_cut(
            text, fmt::format("a ship's name or its index, 0 to {}", scenario.ships.size() - 1)));
    }
    if (!parts->version || *parts->version > Limits::events) {
        return fail(
            no_cut(text, fmt::format("a version of {}, from 0 on", scenario.ships[*ship].name)));
    }
    return Dot{*ship, static_cast<Version>(*parts->version)};
}

/// "Emma@3,Berta@5".
Result<std::vector<Dot>> dots_of(const Scenario& scenario, std::string_view text) {
    std::vector<Dot> dots;
    for (;;) {
        const std::size_t comma = std::min(text.find(','), text.size());
        const auto dot = dot_of(scenario, text.substr(0, comma));
        if (!dot) return fail(dot.error());
        dots.push_back(*dot);
        if (comma == text.size()) return dots;
        text.remove_prefix(comma + 1);
    }
}

/// A ship that is named more than once.
std::optional<ShipId> repeated(std::vector<Dot> dots) {
    std::ranges::sort(dots);
    const auto found = std::ranges::adjacent_find(dots, {}, &Dot::ship);
    if (found == dots.end()) return std::nullopt;
    return found->ship;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

}  // namespace

void CutOption::add_to(CLI::App& command) {
    command
        .add_option("--at", at,
                    "end; entry:N, after N entries of a log in sequence; SHIP@VERSION[,…], the "
                    "smallest consistent cut that contains them; cut:SHIP@VERSION[,…], just these")
        ->option_text("CUT [end]");
    command.add_option("--rest", rest, "Where ships stand that cut: does not name: 0 or end")
        ->option_text("{0,end} [0]")
        ->check([](const std::string& given) {
            return given == "0" || given == "end" ? "" : "\"" + given + "\": expected 0 or end";
        });
}

Result<AskedCut> CutOption::asked(const Scenario& scenario) const {
    std::string_view text = at;
    AskedCut asked{.rest_at_end = rest == "end"};
    if (text == "end") return asked;
    if (take_prefix(text, "entry:")) {
        const auto count = parse_number(text);
        if (!count) return fail(no_cut(at, "entry: and a whole number"));
        asked.kind = AskedCut::Kind::entry;
        asked.entry = *count;
        return asked;
    }
    const bool just_these = take_prefix(text, "cut:");
    asked.kind = just_these ? AskedCut::Kind::these : AskedCut::Kind::smallest;
    auto dots = dots_of(scenario, text);
    if (!dots) return fail(dots.error());
    if (const auto twice = just_these ? repeated(*dots) : std::nullopt) {
        return fail(no_cut(at, fmt::format("one version of {}", scenario.ships[*twice].name)));
    }
    asked.dots = std::move(*dots);
    return asked;
}

Result<Cut> cut_of(const AskedCut& asked, const Scenario& scenario, const Log& log,
                   const DotIndex& index) {
    if (asked.kind == AskedCut::Kind::end) return last_cut(index);
    if (asked.kind == AskedCut::Kind::entry) return cut_after(scenario, log, asked.entry);
    for (const Dot dot : asked.dots) {
        if (dot.version <= index.last(dot.ship)) continue;
        const std::string& name = scenario.ships[dot.ship].name;
        return fail({"--at", fmt::format("{}@{}", name, dot.version),
                     fmt::format("a version of {} from 0 to {}", name, index.last(dot.ship))});
    }
    if (asked.kind == AskedCut::Kind::smallest) {
        return smallest_cut_with(scenario, index, asked.dots);
    }
    Cut cut = asked.rest_at_end ? last_cut(index) : Cut(scenario.ships.size());
    for (const Dot dot : asked.dots) cut[dot.ship] = dot.version;
    return cut;
}

}  // namespace reckon
