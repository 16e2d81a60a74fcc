#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion_scripts.hpp"

namespace reckon::completion {
namespace {

std::string fish_text(std::string text) {
    return replaced(replaced(std::move(text), "\\", "\\\\"), "'", "\\'");
}

std::string fish_choices(const Choices& choices) {
    std::string text = choices.files ? " -F" : " -f";
    if (choices.words.empty()) return text;
    if (!choices.several) return text + fmt::format(" -a '{}'", spaced(choices.words));
    return text + fmt::format(" -a '(__reckon_several {})'", spaced(choices.words));
}

std::string fish_command(const Command& command) {
    const std::string line =
        fmt::format("complete -c reckon -n '__reckon_in \"{}\"'", command.name);
    std::string text;
    for (const Argument& option : command.options) {
        text += line;
        for (const std::string& name : option.names) {
            text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
        }
        if (option.values > 0) text += " -r" + fish_choices(option.choices);
        text += fmt::format(" -d '{}'\n", fish_text(option.summary));
    }
    const Choices by_place = choices_by_place(command);
    if (by_place.files || !by_place.words.empty()) text += line + fish_choices(by_place) + "\n";
    return text;
}

constexpr std::string_view fish_begin =
    R"(# Completion of reckon in fish: reckon completion fish | source

# Whether the line has this command; "": whether it has none yet.
function __reckon_in
    set -l words (commandline -opc)
    set -e words[1]
    for word in $words
        string match -q -- '-*' $word; and continue
        test "$word" = "$argv[1]"
        return
    end
    test -z "$argv[1]"
end

# Each word behind what stands before the last comma.
function __reckon_several
    set -l before (string match -r -- '.*,' (commandline -ct); or echo)
    printf '%s\n' $before$argv
end

complete -c reckon -f
)";

}  // namespace

std::string fish(const std::vector<Command>& commands) {
    std::string text{fish_begin};
    for (const Command& each : commands) {
        if (each.name.empty()) continue;
        text += fmt::format("complete -c reckon -n '__reckon_in \"\"' -a {} -d '{}'\n", each.name,
                            fish_text(each.summary));
    }
    for (const Command& each : commands) text += fish_command(each);
    return text;
}

}  // namespace reckon::completion
