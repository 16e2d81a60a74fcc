#pragma once
/// What each command adds to the command line.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "cli/exit_code.hpp"
#include "core/report/json.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// What every command takes and knows.
struct Session {
    bool json = false;
    bool quiet = false;
    std::string command_line;
    std::string again;  ///< The same, as a shell takes it.

    [[nodiscard]] Ink ink() const;
};

/// Set by the command line: what to do once it has been read.
using Action = std::function<ExitCode()>;

/// Each adds its command to `app`; reading the command sets `action`.
void add_strategies(CLI::App& app, Session& session, Action& action);
void add_scenarios(CLI::App& app, Session& session, Action& action);
void add_run(CLI::App& app, Session& session, Action& action);
void add_hunt(CLI::App& app, Session& session, Action& action);
void add_matrix(CLI::App& app, Session& session, Action& action);
void add_experiment(CLI::App& app, Session& session, Action& action);
void add_explore(CLI::App& app, Session& session, Action& action);
void add_recover(CLI::App& app, Session& session, Action& action);
void add_reproduce(CLI::App& app, Session& session, Action& action);
void add_shrink(CLI::App& app, Session& session, Action& action);
void add_explain(CLI::App& app, Session& session, Action& action);
void add_replay(CLI::App& app, Session& session, Action& action);
void add_check(CLI::App& app, Session& session, Action& action);
void add_state(CLI::App& app, Session& session, Action& action);
void add_query(CLI::App& app, Session& session, Action& action);
void add_export(CLI::App& app, Session& session, Action& action);
void add_import(CLI::App& app, Session& session, Action& action);
void add_tail(CLI::App& app, Session& session, Action& action);
void add_whatif(CLI::App& app, Session& session, Action& action);
/// Of all commands: those of `app` at the time when it is carried out.
void add_completion(CLI::App& app, Session& session, Action& action);

/// A command with the options that all have, and its examples at the end of its help.
CLI::App* add_command(CLI::App& app, Session& session, const std::string& name,
                      const std::string& summary, const std::string& examples);

void print(const std::string& text);
void print(const Json& json);

[[nodiscard]] std::string json_text(const Json& json);

/// To a stderr that may be closed or full: then there is nobody to tell.
void note(const std::string& text);

/// Says what was wrong, on stderr, in plain text: what is quoted may be anybody's.
ExitCode report(const Error& error);

}  // namespace reckon
