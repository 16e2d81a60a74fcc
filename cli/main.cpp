#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>
#include <system_error>

#include "cli/command.hpp"
#include "cli/folded_help.hpp"
#include "core/report/escape.hpp"
#include "core/report/provenance.hpp"

namespace reckon {

Ink Session::ink() const {
    const char* no_color = std::getenv("NO_COLOR");
    const bool refused = no_color != nullptr && *no_color != '\0';
    return {.on = !refused && isatty(STDOUT_FILENO) != 0};
}

CLI::App* add_command(CLI::App& app, Session& session, const std::string& name,
                      const std::string& summary, const std::string& examples) {
    CLI::App* command = app.add_subcommand(name, summary);
    command->footer("Examples:\n" + folded_footer(examples));
    command->add_flag("--json", session.json, "Print the result as JSON");
    command->add_flag("--quiet", session.quiet,
                      "Print no progress, and no explanation of a failure");
    return command;
}

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void print(const Json& json) {
    print(json_text(json));
}

std::string json_text(const Json& json) {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

void note(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

ExitCode report(const Error& error) {
    note("reckon: " + plain(error.message()) + "\n");
    return exit_code(error.kind);
}

namespace {

std::vector<std::string> commands(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
    return names;
}

/// What is wrong with the command line. CLI11 tells what it does not expect backwards.
std::string sentence(const CLI::App& app, const CLI::ParseError& error) {
    if (dynamic_cast<const CLI::ExtrasError*>(&error) == nullptr) return plain(error.what());
    const auto extras = app.remaining(true);
    return fmt::format("The following argument{} not expected: {}",
                       extras.size() == 1 ? " was" : "s were",
                       plain(fmt::format("{}", fmt::join(extras, " "))));
}

ExitCode run_command_line(int argc, char** argv) {
    CLI::App app{"reckon: can the log alone bring back the global states of a concurrent run?",
                 "reckon"};
    app.formatter(std::make_shared<FoldedHelp>());  // Before the commands, which take it from here.
    app.require_subcommand(0, 1);  // None is refused below: CLI11 would refuse `bogus` as none.
    app.set_version_flag("--version",
                         fmt::format("reckon {} ({})", provenance().version, provenance().commit));
    app.footer(folded_footer(
        "Exit codes: 0 as promised; 1 a check failed; 2 usage or bad input; 3 undecided, or a "
        "bound was hit; 4 input or output failed; 70 an internal error. `reckon COMMAND --help` "
        "has examples.\n"));
    Session session;
    for (int i = 0; i < argc; ++i) {
        session.command_line += (i == 0 ? "" : " ") + std::string{argv[i]};
        session.again += i == 0 ? "reckon" : " " + shell_quoted(argv[i]);
    }
    Action action;
    add_strategies(app, session, action);
    add_scenarios(app, session, action);
    add_run(app, session, action);
    add_hunt(app, session, action);
    add_matrix(app, session, action);
    add_experiment(app, session, action);
    add_explore(app, session, action);
    add_recover(app, session, action);
    add_reproduce(app, session, action);
    add_shrink(app, session, action);
    add_explain(app, session, action);
    add_replay(app, session, action);
    add_check(app, session, action);
    add_state(app, session, action);
    add_query(app, session, action);
    add_export(app, session, action);
    add_import(app, session, action);
    add_tail(app, session, action);
    add_whatif(app, session, action);
    add_completion(app, session, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            app.exit(error);
            return ExitCode::as_promised;
        }
        const auto chosen = app.get_subcommands();
        const std::string command = chosen.empty() ? "" : " " + chosen.front()->get_name();
        note(fmt::format("reckon: {}\nTry `reckon{} --help`.\n", sentence(app, error), command));
        return ExitCode::bad_input;
    }
    if (!action) {
        note(fmt::format("reckon: no command: expected one of {}\nTry `reckon --help`.\n",
                         fmt::join(commands(app), ", ")));
        return ExitCode::bad_input;
    }
    return action();
}

}  // namespace
}  // namespace reckon

int main(int argc, char** argv) {
    using reckon::ExitCode;
    // A file that may not grow further is a write that fails, told and tidied up like any other.
    std::signal(SIGXFSZ, SIG_IGN);
    auto code = ExitCode::as_promised;
    try {
        code = reckon::run_command_line(argc, argv);
    } catch (const std::bad_alloc&) {
        code = reckon::report({"memory", "used up", "a smaller run", reckon::Error::Kind::bound});
    } catch (const std::system_error& error) {
        code = reckon::report(
            {"the system", error.what(), "what it usually can do", reckon::Error::Kind::io});
    } catch (const std::exception& error) {
        reckon::note("reckon: internal error: " + reckon::plain(error.what()) + "\n");
        code = ExitCode::internal_error;
    }
    if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
        code = reckon::report(
            {"stdout", "cannot be written", "room for the result", reckon::Error::Kind::io});
    }
    return static_cast<int>(code);
}
