#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion_scripts.hpp"

namespace reckon::completion {
namespace {

/// Within single quotes, where zsh looks for brackets and colons.
std::string zsh_text(std::string text) {
    for (const char* special : {"\\", "[", "]", ":"}) {
        text = replaced(std::move(text), special, std::string{"\\"} + special);
    }
    return replaced(std::move(text), "'", "'\\''");
}

std::string zsh_values(const Argument& argument) {
    const auto& [words, files, several] = argument.choices;
    const std::string all = spaced(words);
    const std::string action = several         ? "_sequence compadd - " + all
                               : words.empty() ? std::string{files ? "_files" : " "}
                               : files         ? "{compadd - " + all + "; _files}"
                                               : "(" + all + ")";
    std::string text;
    const std::string type = argument.type.starts_with('{') ? "value" : argument.type;
    for (int i = 0; i < argument.values; ++i) text += ":" + zsh_text(type) + ":" + action;
    return text;
}

std::string zsh_option(const Argument& option) {
    const bool one = option.names.size() == 1;
    Words names;
    for (const std::string& name : option.names) {
        const bool is_long = name.starts_with("--");
        names.push_back(name + (option.values == 0 ? "" : is_long ? "=" : "+"));
    }
    const std::string others = option.repeats ? "*" : one ? "" : "(" + spaced(option.names) + ")";
    const std::string name = one ? "'" + others + names.front()
                                 : fmt::format("'{}'{{{}}}'", others, fmt::join(names, ","));
    return fmt::format("                {}[{}]{}' \\\n", name, zsh_text(option.summary),
                       zsh_values(option));
}

std::string zsh_command(const Command& command) {
    std::string text = fmt::format("            {}) _arguments \\\n", command.name);
    for (const Argument& option : command.options) text += zsh_option(option);
    for (const Argument& place : command.places) {
        text += fmt::format("                '{}' \\\n", zsh_values(place));
    }
    return text + "                ;;\n";
}

}  // namespace

std::string zsh(const std::vector<Command>& commands) {
    std::string text =
        "#compdef reckon\n"
        "# Completion of reckon in zsh: reckon completion zsh > \"${fpath[1]}/_reckon\"\n\n"
        "_reckon() {\n    local context state line curcontext=$curcontext\n"
        "    typeset -A opt_args\n    _arguments -C \\\n";
    for (const Argument& option : commands.front().options) text += zsh_option(option);
    text +=
        "                '1:command:->command' \\\n                '*::argument:->argument' && "
        "return\n    if [[ $state == command ]]; then\n        local -a commands=(\n";
    for (const Command& each : commands) {
        if (each.name.empty()) continue;
        text += fmt::format("            '{}:{}'\n", each.name, zsh_text(each.summary));
    }
    text +=
        "        )\n        _describe -t commands command commands\n"
        "    elif [[ $state == argument ]]; then\n        case $line[1] in\n";
    for (const Command& each : commands) {
        if (!each.name.empty()) text += zsh_command(each);
    }
    return text +
           "        esac\n    fi\n}\n\n"
           "# As a file of fpath it is the function's body; otherwise it is sourced.\n"
           "if [[ $funcstack[1] == _reckon ]]; then _reckon \"$@\"; else compdef _reckon reckon; "
           "fi\n";
}

}  // namespace reckon::completion
