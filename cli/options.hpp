#pragma once
/// Options that several commands share.

#include <CLI/CLI.hpp>
#include <optional>

#include "core/control/strategy_record.hpp"
#include "core/world/preset.hpp"

namespace reckon {

/// What a preset's knobs are where the command line does not say.
struct UsualKnobs {
    std::uint32_t ships = Knobs{}.ships;
    std::uint32_t orders = Knobs{}.orders;
    std::uint32_t work_ns = Knobs{}.work_ns;
    std::optional<std::uint32_t> sources;  ///< None: as many as the preset has.
};

/// That what is to be written would take the place of what it is made of, by whatever path or link
/// the two are named. `output` may be empty.
[[nodiscard]] std::optional<Error> overwriting(const std::string& input, const std::string& output);

/// A scenario as it was asked for: a preset with knobs, or a file. What is none is as these have
/// it.
struct ScenarioChoice {
    std::string scenario = "convoy";
    std::optional<std::uint64_t> seed;
    std::optional<std::uint32_t> ships;
    std::optional<std::uint32_t> orders;
    std::optional<std::uint32_t> sources;
    std::optional<std::uint32_t> source_orders;
    std::optional<std::uint32_t> work_ns;
    std::optional<double> skew;
    std::vector<std::string> shares;

    /// Errors  Neither preset nor file; knobs beside a file; a knob out of its bounds: the place is
    ///         the option.
    [[nodiscard]] Result<Scenario> load(const UsualKnobs& usual = {}) const;
};

/// A scenario as the command line names it.
class ScenarioOptions {
public:
    explicit ScenarioOptions(const UsualKnobs& usual = {}) : usual_{usual} {}

    void add_to(CLI::App& command);

    /// Errors  As ScenarioChoice.
    [[nodiscard]] Result<Scenario> load() const { return choice_.load(usual_); }

    /// With this seed, whatever the command line says.
    [[nodiscard]] Result<Scenario> load(std::optional<std::uint64_t> seed) const;

    /// What was given, as a shell's line has it: "--scenario convoy --ships 3".
    [[nodiscard]] std::string arguments() const;

    /// That `output` would take the place of the scenario's file.
    [[nodiscard]] std::optional<Error> overwritten_by(const std::string& output) const {
        return is_preset() ? std::nullopt : overwriting(choice_.scenario, output);
    }

    [[nodiscard]] bool is_preset() const { return find_preset(choice_.scenario) != nullptr; }

private:
    UsualKnobs usual_;
    ScenarioChoice choice_;
};

/// -o FILE, whose name is not empty: that of a file that was not given is.
CLI::Option* add_output(CLI::App& command, std::string& file, const std::string& description);

/// --least-observed N.
void add_least_observed(CLI::App& command, std::uint64_t& count);

/// The knobs of the runtime.
void add_runtime_options(CLI::App& command, FreeRunOptions& options);

/// Errors  No strategy has this name.
[[nodiscard]] Result<const StrategyRecord*> strategy_named(const std::string& name,
                                                           const std::string& option);

/// A number from 0 to 1, with an error that says so.
[[nodiscard]] CLI::Validator chance();

/// Bytes with a unit, as 512M or 4G, to bytes alone.
[[nodiscard]] CLI::Validator bytes();

/// A whole number within bounds, with an error that says so.
[[nodiscard]] CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);

}  // namespace reckon
