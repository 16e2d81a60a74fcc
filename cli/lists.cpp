#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "core/report/text.hpp"
#include "core/world/port.hpp"
#include "core/world/scenario_json.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

using Align = Table::Align;

Json strategies_json() {
    Json list = Json::array();
    for (const StrategyRecord& strategy : strategies()) list.push_back(to_json(strategy));
    return list;
}

Json presets_json() {
    Json list = Json::array();
    for (const Preset& preset : presets()) {
        Json shares = Json::object();
        for (std::size_t i = 0; i < preset.shares.size(); ++i) {
            shares[std::string{order_words[i]}] = preset.shares[i];
        }
        const Knobs knobs = preset.knobs();
        list.push_back({{"scenario", preset.name},
                        {"summary", preset.summary},
                        {"ships", knobs.ships},
                        {"orders", knobs.orders},
                        {"sources", knobs.sources},
                        {"skew", knobs.skew},
                        {"shares", std::move(shares)}});
    }
    return list;
}

Json ports_json() {
    Json list = Json::array();
    for (const Port& port : ports()) {
        list.push_back({{"name", port.name},
                        {"country", port.country},
                        {"locode", port.locode},
                        {"latitude", port.latitude},
                        {"longitude", port.longitude}});
    }
    return list;
}

std::string presets_text(Ink ink) {
    Table table{std::vector<Align>(2, Align::left)};
    for (const Preset& preset : presets()) {
        std::string shares;
        for (std::size_t i = 0; i < preset.shares.size(); ++i) {
            if (preset.shares[i] == 0) continue;
            shares += fmt::format("{}{} {}", shares.empty() ? "" : ", ", order_words[i],
                                  preset.shares[i]);
        }
        table.row({std::string{preset.name}, std::string{preset.summary}});
        table.row({"", shares});
    }
    return ink.strong("Presets, with the shares of their orders") + '\n' + table.text() +
           wrapped("`reckon scenarios --print` writes one as a JSON file, which --scenario takes.",
                   2);
}

std::string ports_text() {
    Table table{{Align::left, Align::left, Align::left, Align::right, Align::right}};
    for (const Port& port : ports()) {
        table.row({std::string{port.locode}, std::string{port.name}, std::string{port.country},
                   fmt::format("{:.2f}", port.latitude), fmt::format("{:.2f}", port.longitude)});
    }
    return table.text();
}

}  // namespace

void add_strategies(CLI::App& app, Session& session, Action& action) {
    CLI::App* command =
        add_command(app, session, "strategies", "List the strategies and what they claim",
                    "  reckon strategies\n  reckon strategies --json\n");
    command->callback([&] {
        action = [&] {
            Json json = results_head("strategies", session.command_line);
            json["strategies"] = strategies_json();
            session.json ? print(json) : print(strategies_text(strategies(), session.ink()));
            return ExitCode::as_promised;
        };
    });
}

void add_scenarios(CLI::App& app, Session& session, Action& action) {
    CLI::App* command = add_command(app, session, "scenarios",
                                    "List the presets, or the ports; print a scenario as a file",
                                    "  reckon scenarios\n"
                                    "  reckon scenarios --ports\n"
                                    "  reckon scenarios --print --scenario convoy --ships 2 "
                                    "--orders 3 --seed 7 > small.json\n");
    struct Options {
        bool list_ports = false;
        bool print_one = false;
        ScenarioOptions scenario;
    };
    auto options = std::make_shared<Options>();
    auto* ports_flag = command->add_flag("--ports", options->list_ports, "List the ports");
    command->add_flag("--print", options->print_one, "Print the scenario as a JSON file")
        ->excludes(ports_flag);
    options->scenario.add_to(*command);
    command->callback([&session, &action, options] {
        action = [&session, options] {
            if (options->print_one) {
                const auto scenario = options->scenario.load();
                if (!scenario) return report(scenario.error());
                print(to_json(*scenario));
                return ExitCode::as_promised;
            }
            if (session.json) {
                Json json = results_head("scenarios", session.command_line);
                json["scenarios"] = presets_json();
                if (options->list_ports) json["ports"] = ports_json();
                print(json);
            } else {
                print(options->list_ports ? ports_text() : presets_text(session.ink()));
            }
            return ExitCode::as_promised;
        };
    });
}

}  // namespace reckon
