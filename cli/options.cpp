#include "cli/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "core/report/escape.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

constexpr std::uint64_t any_seed = UINT64_MAX;
constexpr std::uint32_t any_count = Limits::events;

template <class Range, class Projection>
std::string listed(const Range& range, Projection projection) {
    std::vector<std::string_view> names;
    for (const auto& item : range) names.push_back(item.*projection);
    return fmt::format("{}", fmt::join(names, ", "));
}

/// Digits alone, and no 0 before others: CLI11 would read 010 as 8.
std::optional<std::uint64_t> number(std::string_view text) {
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Error> knob_beside_file(const ScenarioChoice& choice) {
    const auto given = [](bool set, std::string_view option) -> std::optional<Error> {
        if (!set) return std::nullopt;
        return Error{std::string{option}, "given beside a scenario file",
                     "a preset, or no knobs: the file fixes them"};
    };
    if (auto error = given(choice.ships.has_value(), "--ships")) return error;
    if (auto error = given(choice.orders.has_value(), "--orders")) return error;
    if (auto error = given(choice.sources.has_value(), "--sources")) return error;
    if (auto error = given(choice.source_orders.has_value(), "--source-orders")) return error;
    if (auto error = given(choice.skew.has_value(), "--skew")) return error;
    return given(!choice.shares.empty(), "--share");
}

std::optional<Error> set_shares(Knobs& knobs, const std::vector<std::string>& shares) {
    const auto kinds = std::span{order_words}.first(knobs.shares.size());
    for (const std::string& share : shares) {
        const std::size_t equals = share.find('=');
        const auto kind = std::ranges::find(kinds, share.substr(0, equals));
        const std::uint64_t weight = equals == std::string::npos
                                         ? UINT64_MAX
                                         : number(share.substr(equals + 1)).value_or(UINT64_MAX);
        constexpr std::uint64_t weight_max = 1'000'000;
        if (kind == kinds.end() || weight > weight_max) {
            return Error{"--share", fmt::format("\"{}\"", share),
                         fmt::format("KIND=WEIGHT with a kind of {} and a weight from 0 to {}",
                                     fmt::join(kinds, ", "), weight_max)};
        }
        knobs.shares[static_cast<std::size_t>(kind - kinds.begin())] =
            static_cast<std::uint32_t>(weight);
    }
    return std::nullopt;
}

}  // namespace

Result<Scenario> ScenarioChoice::load(const UsualKnobs& usual) const {
    if (const Preset* preset = find_preset(scenario)) {
        Knobs knobs = preset->knobs();
        knobs.seed = seed.value_or(knobs.seed);
        knobs.orders = orders.value_or(usual.orders);
        knobs.sources = sources.value_or(usual.sources.value_or(knobs.sources));
        knobs.source_orders = source_orders.value_or(knobs.orders);
        knobs.work_ns = work_ns.value_or(usual.work_ns);
        knobs.skew = skew.value_or(knobs.skew);
        if (auto error = set_shares(knobs, shares)) return fail(std::move(*error));
        knobs.ships = ships.value_or(std::max(usual.ships, ships_needed(knobs.shares)));
        return generate(knobs);
    }
    std::error_code failed;
    if (!std::filesystem::exists(scenario, failed)) {
        return fail({"--scenario", fmt::format("\"{}\"", scenario),
                     fmt::format("a preset ({}) or a file that is there",
                                 listed(presets(), &Preset::name))});
    }
    if (auto error = knob_beside_file(*this)) return fail(std::move(*error));
    auto file = read_scenario(scenario);
    if (file) {
        file->seed = seed.value_or(file->seed);
        file->work_ns = work_ns.value_or(file->work_ns);
    }
    return file;
}

Result<Scenario> ScenarioOptions::load(std::optional<std::uint64_t> seed) const {
    ScenarioChoice choice = choice_;
    choice.seed = seed;
    return choice.load(usual_);
}

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
    return {[=](std::string& text) -> std::string {
                const auto value = number(text);
                if (value && *value >= low && *value <= high) return "";
                return fmt::format("\"{}\": expected a whole number from {} to {}", text, low,
                                   high);
            },
            ""};
}

CLI::Validator chance() {
    return {[](std::string& text) -> std::string {
                double value = 0;
                const char* const end = text.data() + text.size();
                const auto [read, failed] = std::from_chars(text.data(), end, value);
                if (failed == std::errc{} && read == end && value >= 0 && value <= 1) return "";
                return fmt::format("\"{}\": expected a number from 0 to 1", text);
            },
            ""};
}

CLI::Option* add_output(CLI::App& command, std::string& file, const std::string& description) {
    return command.add_option("-o,--output", file, description)
        ->type_name("FILE")
        ->check([](const std::string& name) {
            return name.empty() ? "\"\": expected the name of a file" : "";
        });
}

std::optional<Error> overwriting(const std::string& input, const std::string& output) {
    std::error_code none;
    if (!std::filesystem::is_regular_file(input, none)) return std::nullopt;
    if (!std::filesystem::equivalent(input, output, none)) return std::nullopt;
    return Error{"--output", "the file itself", "another: it is all that there is"};
}

void ScenarioOptions::add_to(CLI::App& command) {
    command
        .add_option("--scenario", choice_.scenario,
                    fmt::format("A preset ({}) or a JSON file", listed(presets(), &Preset::name)))
        ->capture_default_str()
        ->type_name("PRESET-OR-FILE");
    command.add_option("--seed", choice_.seed, "Draws the scenario")
        ->check(whole_number(0, any_seed));
    command.add_option("--ships", choice_.ships, "Ships in a preset's fleet")
        ->check(whole_number(1, Limits::ships));
    command.add_option("--orders", choice_.orders, "Orders in each ship's plan")
        ->check(whole_number(0, any_count));
    command.add_option("--sources", choice_.sources, "Threads that issue orders beside the plans")
        ->check(whole_number(0, Limits::sources));
    command.add_option("--source-orders", choice_.source_orders, "Orders that each source issues")
        ->check(whole_number(0, any_count));
    command.add_option("--work", choice_.work_ns, "Busy work in each order, in nanoseconds")
        ->check(whole_number(0, Limits::work_ns));
    command.add_option("--skew", choice_.skew,
                       "The chance that an order names the flagship, the first ship");
    command
        .add_option("--share", choice_.shares,
                    "KIND=WEIGHT, how often a kind of order is drawn; can be repeated")
        ->type_name("KIND=WEIGHT");
}

std::string ScenarioOptions::arguments() const {
    std::string text = "--scenario " + shell_quoted(choice_.scenario);
    const auto add = [&](std::string_view option, const auto& value) {
        if (value) text += fmt::format(" {} {}", option, *value);
    };
    add("--seed", choice_.seed);
    add("--ships", choice_.ships);
    add("--orders", choice_.orders);
    add("--sources", choice_.sources);
    add("--source-orders", choice_.source_orders);
    add("--work", choice_.work_ns);
    add("--skew", choice_.skew);
    for (const std::string& share : choice_.shares) text += " --share " + shell_quoted(share);
    return text;
}

void add_least_observed(CLI::App& command, std::uint64_t& count) {
    command
        .add_option("--least-observed", count,
                    "Observed global states below which strict is undecided")
        ->capture_default_str()
        ->check(whole_number(1, UINT32_MAX));
}

CLI::Validator bytes() {
    return {[](std::string& text) -> std::string {
                constexpr std::string_view units = "kKmMgGtT";
                const auto unit = text.empty() ? std::string_view::npos : units.find(text.back());
                const bool bare = unit == std::string_view::npos;
                const auto shift = bare ? 0 : 10 * (unit / 2 + 1);
                const auto value =
                    number(std::string_view{text}.substr(0, text.size() - (bare ? 0 : 1)));
                if (!value || *value > UINT64_MAX >> shift) {
                    return fmt::format(
                        "\"{}\": expected bytes, as a whole number that may end in K, M, G or T",
                        text);
                }
                text = std::to_string(*value << shift);
                return "";
            },
            ""};
}

void add_runtime_options(CLI::App& command, FreeRunOptions& options) {
    command.add_option("--workers", options.workers, "Threads that sail ships")
        ->capture_default_str()
        ->check(whole_number(1, FreeRunOptions::workers_max));
    command
        .add_option("--batch", options.batch, "Steps a ship may make before it is another's turn")
        ->capture_default_str()
        ->check(whole_number(1, FreeRunOptions::batch_max));
    command
        .add_option_function<std::string>(
            "--publication",
            [&options](const std::string& word) {
                if (word != "seq_cst" && word != "release") {
                    throw CLI::ValidationError{"--publication",
                                               "\"" + word + "\": expected seq_cst or release"};
                }
                options.publication =
                    word == "release" ? Publication::release : Publication::sequential;
            },
            "Order of publish and deref: seq_cst, or release (and acquire)")
        ->option_text("{seq_cst,release} [seq_cst]");
    command
        .add_option("--observe", options.observe_every_us,
                    "Microseconds between the observer's snapshots; 0 for no observer")
        ->capture_default_str()
        ->check(whole_number(0, FreeRunOptions::observe_max_us));
    command
        .add_option("--memory", options.memory,
                    "Most memory a run may take for versions, mailboxes and lanes, as 512M or 4G")
        ->transform(bytes())
        ->option_text("BYTES [4G]");
    command.add_flag_callback(
        "--no-huge-pages", [&options] { options.huge_pages = false; },
        "Do not ask the system for huge pages where a run takes much at once");
}

Result<const StrategyRecord*> strategy_named(const std::string& name, const std::string& option) {
    if (const StrategyRecord* found = find_strategy(name)) return found;
    return fail({option, fmt::format("\"{}\"", name),
                 "one of " + listed(strategies(), &StrategyRecord::name)});
}

}  // namespace reckon
