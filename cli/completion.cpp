#include <algorithm>

#include "cli/command.hpp"
#include "cli/completion_scripts.hpp"

namespace reckon {
namespace {

struct Shell {
    std::string_view name;
    std::string (*script)(const std::vector<completion::Command>& commands);
};

constexpr std::array<Shell, 3> shells{
    {{"bash", completion::bash}, {"zsh", completion::zsh}, {"fish", completion::fish}}};

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
            const std::string script = shell.script(completion::commands_of(app));
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
