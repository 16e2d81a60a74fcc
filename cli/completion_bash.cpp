#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>

#include "cli/completion_scripts.hpp"

namespace reckon::completion {
namespace {

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

}  // namespace

std::string bash(const std::vector<Command>& commands) {
    Words names;
    for (const Command& each : std::span{commands}.subspan(1)) names.push_back(each.name);
    std::string text = std::string{bash_begin} + bash_command(commands.front(), names);
    for (const Command& each : std::span{commands}.subspan(1)) text += bash_command(each, {});
    return text.append(bash_end);
}

}  // namespace reckon::completion
