#include "cli/completable.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/explore/exploration.hpp"
#include "core/export/format.hpp"
#include "core/live/projection_list.hpp"
#include "core/trial/hunt.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon::completion {
namespace {

template <class Range, class Name>
Words names_of(const Range& range, Name name) {
    Words names;
    for (const auto& each : range) names.emplace_back(name(each));
    return names;
}

/// What the help calls a value in capitals, and what there is of it.
Choices choices_of_type(std::string_view type) {
    const auto name = [](const auto& each) { return each.name; };
    if (type == "FILE") return {.files = true};
    if (type == "STRATEGY") return {names_of(strategies(), name)};
    if (type == "PRESET-OR-FILE") return {names_of(presets(), name), true};
    if (type == "POLICY") return {Words(policy_words.begin(), policy_words.end())};
    if (type == "FORMAT") {
        return {names_of(export_formats(), [](const auto* format) { return format->name; })};
    }
    if (type == "PROJECTION") return {names_of(projection_list(), name)};
    if (type == "CHECK") {
        Words checks = names_of(all_checks, [](Check check) { return word(check); });
        checks.emplace_back(word(Required{}));
        return {std::move(checks)};
    }
    return {};
}

/// Of "{none,batch,interval=MS} [none]" the words in braces, as far as they are fixed.
Words words_in_braces(std::string_view text) {
    const auto open = text.find('{');
    const auto close = text.find('}');
    Words words;
    if (open == std::string_view::npos || close == std::string_view::npos) return words;
    for (const std::string& each :
         CLI::detail::split(std::string{text.substr(open + 1, close - open - 1)}, ',')) {
        words.push_back(each.substr(0, each.find('=') + 1));
        if (words.back().empty()) words.back() = each;
    }
    return words;
}

Argument argument_of(const CLI::Option& option) {
    Argument told{.summary = option.get_description()};
    for (const std::string& name : option.get_snames()) told.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) told.names.push_back("--" + name);
    if (option.get_items_expected_max() == 0) return told;
    const bool any_number = option.get_expected_max() == CLI::detail::expected_max_vector_size;
    told.values = any_number ? 1 : option.get_items_expected_max();
    told.repeats = any_number;
    const std::string by_place = told.names.empty() ? option.get_name(true) : "";
    const std::string shown =
        option.get_option_text().empty() ? option.get_type_name() : option.get_option_text();
    Words words = words_in_braces(shown);
    told.type = by_place.empty() ? shown.substr(0, shown.find(' ')) : by_place;
    told.choices = words.empty() ? choices_of_type(told.type) : Choices{std::move(words)};
    told.choices.several = option.get_delimiter() == ',';
    return told;
}

void add_arguments(const CLI::App& app, Command& told) {
    for (const CLI::Option* option : app.get_options()) {
        Argument argument = argument_of(*option);
        (argument.names.empty() ? told.places : told.options).push_back(std::move(argument));
    }
    for (const CLI::App* part : app.get_subcommands({})) {
        if (part->get_name().empty()) add_arguments(*part, told);  // A group of options.
    }
}

}  // namespace

std::vector<Command> commands_of(const CLI::App& app) {
    std::vector<Command> commands(1);
    add_arguments(app, commands.front());
    for (const CLI::App* each : app.get_subcommands({})) {
        if (each->get_name().empty()) continue;
        Command& told =
            commands.emplace_back(Command{each->get_name(), each->get_description(), {}, {}});
        add_arguments(*each, told);
    }
    return commands;
}

Choices choices_by_place(const Command& command) {
    Choices all;
    for (const Argument& place : command.places) {
        all.words.insert(all.words.end(), place.choices.words.begin(), place.choices.words.end());
        all.files = all.files || place.choices.files;
    }
    return all;
}

std::string spaced(const Words& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

Words names_of(const std::vector<Argument>& options) {
    Words names;
    for (const Argument& each : options) {
        names.insert(names.end(), each.names.begin(), each.names.end());
    }
    return names;
}

}  // namespace reckon::completion
