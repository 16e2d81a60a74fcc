#include "cli/cut_option.hpp"

#include <fmt/format.h>

#include <charconv>
#include <unordered_map>

namespace reckon {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const char* end = text.data() + text.size();
    const auto [stop, failed] = std::from_chars(text.data(), end, value);
    return failed == std::errc{} && stop == end ? std::optional{value} : std::nullopt;
}

Error no_cut(std::string_view text, std::string expected) {
    return {"--at", fmt::format("\"{}\"", text), std::move(expected)};
}

class Dots {
public:
    explicit Dots(const Scenario& scenario) : scenario_{scenario} {
        for (ShipId ship = 0; ship < scenario.ships.size(); ++ship) {
            ships_.emplace(scenario.ships[ship].name, ship);
        }
    }

    /// "Emma@3,Berta@5".
    [[nodiscard]] Result<std::vector<Dot>> all(std::string_view text) const {
        std::vector<Dot> dots;
        for (;;) {
            const std::size_t comma = std::min(text.find(','), text.size());
            const auto dot = one(text.substr(0, comma));
            if (!dot) return fail(dot.error());
            dots.push_back(*dot);
            if (comma == text.size()) return dots;
            text.remove_prefix(comma + 1);
        }
    }

private:
    [[nodiscard]] Result<Dot> one(std::string_view text) const {
        const std::size_t at = text.rfind('@');
        if (at == std::string_view::npos) {
            return fail(no_cut(text, "end, entry:N, SHIP@VERSION, or cut:SHIP@VERSION,…"));
        }
        const std::string_view name = text.substr(0, at);
        const auto ship = this->ship(name);
        if (!ship) {
            return fail(no_cut(text, fmt::format("a ship's name or its index, 0 to {}",
                                                 scenario_.ships.size() - 1)));
        }
        const auto version = number(text.substr(at + 1));
        if (!version || *version > Limits::events) {
            return fail(no_cut(
                text, fmt::format("a version of {}, from 0 on", scenario_.ships[*ship].name)));
        }
        return Dot{*ship, static_cast<Version>(*version)};
    }

    [[nodiscard]] std::optional<ShipId> ship(std::string_view name) const {
        if (const auto found = ships_.find(name); found != ships_.end()) return found->second;
        const auto index = number(name);
        if (!index || *index >= scenario_.ships.size()) return std::nullopt;
        return static_cast<ShipId>(*index);
    }

    const Scenario& scenario_;
    std::unordered_map<std::string_view, ShipId> ships_;
};

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
        const auto count = number(text);
        if (!count) return fail(no_cut(at, "entry: and a whole number"));
        asked.kind = AskedCut::Kind::entry;
        asked.entry = *count;
        return asked;
    }
    const bool just_these = take_prefix(text, "cut:");
    asked.kind = just_these ? AskedCut::Kind::these : AskedCut::Kind::smallest;
    auto dots = Dots{scenario}.all(text);
    if (!dots) return fail(dots.error());
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
