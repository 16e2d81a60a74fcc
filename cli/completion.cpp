#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/command.hpp"
#include "core/explore/exploration.hpp"
#include "core/export/format.hpp"
#include "core/live/projection_list.hpp"
#include "core/trial/hunt.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

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

/// All that stands by its place, together.
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

// bash

std::string bash_choices(const Choices& choices) {
    std::string text;
    if (!choices.words.empty()) text += fmt::format("words='{}' ", spaced(choices.words));
    if (choices.files) text += "files=1 ";
    if (choices.several) text += "several=1 ";
    return text.empty() ? "return ;;" : text + ";;";
}

std::string bash_command(const Command& command, const Words& others) {
    std::string text = fmt::format("        '{}')\n            case $prev in\n", command.name);
    for (const Argument& option : command.options) {
        if (option.values == 0) continue;
        text += fmt::format("                {}) {}\n", fmt::join(option.names, " | "),
                            bash_choices(option.choices));
    }
    Choices by_place = choices_by_place(command);
    by_place.words.insert(by_place.words.end(), others.begin(), others.end());
    return text + fmt::format(
                      "                *)\n                    case $cur in\n"
                      "                        -*) words='{}' ;;\n                        *) {}\n"
                      "                    esac ;;\n            esac ;;\n",
                      spaced(names_of(command.options)), bash_choices(by_place));
}

constexpr std::string_view bash_begin =
    R"(# Completion of reckon in bash: source <(reckon completion bash)

_reckon() {
    local command='' words='' files='' several='' before='' word
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    # --option=value comes as three words.
    if [[ $cur == = ]]; then
        cur=''
    elif [[ $prev == = ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    for word in "${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
        if [[ $word != -* ]]; then
            command=$word
            break
        fi
    done
    case $command in
)";

constexpr std::string_view bash_end = R"(    esac
    if [[ $several && $cur == *,* ]]; then
        before=${cur%,*},
        cur=${cur##*,}
    fi
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$words" -- "$cur")
    if [[ $files ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
    fi
    if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _reckon reckon
)";

std::string bash(const std::vector<Command>& commands) {
    Words names;
    for (const Command& each : std::span{commands}.subspan(1)) names.push_back(each.name);
    std::string text = std::string{bash_begin} + bash_command(commands.front(), names);
    for (const Command& each : std::span{commands}.subspan(1)) text += bash_command(each, {});
    return text.append(bash_end);
}

// zsh

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

// fish

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

struct Shell {
    std::string_view name;
    std::string (*script)(const std::vector<Command>& commands);
};

constexpr std::array<Shell, 3> shells{{{"bash", bash}, {"zsh", zsh}, {"fish", fish}}};

}  // namespace

void add_completion(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "completion", "Print a script by which a shell completes command lines",
        "  reckon completion bash > ~/.local/share/bash-completion/completions/reckon\n"
        "  reckon completion zsh > \"${fpath[1]}/_reckon\"\n"
        "  reckon completion fish > ~/.config/fish/completions/reckon.fish\n"
        "  source <(reckon completion bash)\n"
        "The first three install it, for shells that are started from then on; the last is for "
        "this\nshell alone.\n");
    auto chosen = std::make_shared<std::string>();
    std::set<std::string> names;
    for (const Shell& shell : shells) names.emplace(shell.name);
    add->add_option("SHELL", *chosen, "Whose script")->required()->check(CLI::IsMember{names});
    add->callback([&app, &session, &action, chosen] {
        action = [&app, &session, chosen] {
            const Shell& shell = *std::ranges::find(shells, *chosen, &Shell::name);
            const std::string script = shell.script(commands_of(app));
            if (session.json) {
                Json json = results_head("completion", session.command_line);
                json["shell"] = shell.name;
                json["script"] = script;
                print(json);
            } else {
                print(script);
            }
            return ExitCode::as_promised;
        };
    });
}

}  // namespace reckon
