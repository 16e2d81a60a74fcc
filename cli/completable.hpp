#pragma once
/// What a command line can consist of, for shells that complete it: taken from the options
/// themselves, so that it cannot be another.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace reckon::completion {

using Words = std::vector<std::string>;

/// What may stand for a value, as far as it can be told.
struct Choices {
    Words words;
    bool files = false;
    bool several = false;  ///< With commas between them.
};

/// An option, or what stands by its place.
struct Argument {
    Words names;  ///< -o, --output; none by place.
    std::string summary;
    std::string type;  ///< What the help calls its value.
    int values = 0;    ///< How many follow; 0 for a flag.
    bool repeats = false;
    Choices choices;
};

struct Command {
    std::string name;  ///< Empty: before a command is named.
    std::string summary;
    std::vector<Argument> options;
    std::vector<Argument> places;
};

/// What comes before a command is named, and then each command.
[[nodiscard]] std::vector<Command> commands_of(const CLI::App& app);

/// All that stands by its place, together.
[[nodiscard]] Choices choices_by_place(const Command& command);

/// The names of all of them.
[[nodiscard]] Words names_of(const std::vector<Argument>& options);

[[nodiscard]] std::string spaced(const Words& words);

[[nodiscard]] std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace reckon::completion
