#include "core/query/query.hpp"

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/recorded.hpp"
#include "core/query/replayed_events.hpp"
#include "core/report/query_result.hpp"

namespace reckon {
namespace {

struct QueryCommand {
    std::string file;
    std::string sql;
    bool csv = false;
    bool schema = false;
    std::uint64_t timeout_s = 60;
};

ExitCode print_schema(const Session& session) {
    const Scenario nowhere_bound;
    const auto events = ReplayedEvents::of(nowhere_bound, Log{.order = InSequence{}});
    const std::string text = schema_text(relations_of(**events, {}));
    if (session.json) {
        Json json = results_head("query", session.command_line);
        json["query_schema"] = text;
        print(json);
    } else {
        print(text);
    }
    return ExitCode::as_promised;
}

ExitCode run(const Session& session, const QueryCommand& command) {
    if (command.schema) return print_schema(session);
    if (command.csv && session.json) {
        return report({"--csv", "given with --json", "one of the two"});
    }
    const auto run = recorded_in(command.file);
    if (!run) return report(run.error());
    const Scenario& scenario = run->scenario;
    Json json = results_head("query", session.command_line);
    add_scenario(json, scenario);
    json["strategy"] = run->origin.strategy;
    const auto events = ReplayedEvents::of(scenario, run->log);
    if (!events) return report_refusal(session, std::move(json), *run, events.error());
    const auto relations =
        relations_of(**events, run->history ? std::span<const Cut>{run->history->observed}
                                            : std::span<const Cut>{});
    const QueryBounds bounds{std::chrono::seconds{command.timeout_s}};
    const auto ask = [&](QueryResult& result) {
        return query(relations, scenario, command.sql, bounds, result);
    };
    if (command.csv) {
        CsvResult result{[](const std::string& line) { print(line); }};
        if (const auto error = ask(result)) return report(*error);
    } else if (session.json) {
        JsonResult result;
        if (const auto error = ask(result)) return report(*error);
        result.add_to(json);
        print(json);
    } else {
        TableResult result;
        if (const auto error = ask(result)) return report(*error);
        print(result.text(session.ink()));
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_query(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "query", "Ask a recording in SQL: events, states, reads, hails, and more",
        "  reckon query --schema\n"
        "  reckon query run.reckon 'SELECT * FROM states WHERE ship = \"Emma\" AND version = 5'\n"
        "  reckon query run.reckon 'SELECT kind, count(*) FROM events GROUP BY kind' --csv\n"
        "Nothing can be written. Exit 2 if the SQL is wrong, 3 if the time is up or the result "
        "too\n"
        "large, 1 if the log cannot be replayed.\n");
    auto command = std::make_shared<QueryCommand>();
    auto* file = add->add_option("FILE", command->file, "A recording (.reckon)");
    auto* sql = add->add_option("SQL", command->sql, "One SELECT");
    auto* schema = add->add_flag("--schema", command->schema, "Print the tables, and no more");
    add->add_flag("--csv", command->csv, "Print the rows as CSV, as they come");
    add->add_option("--timeout", command->timeout_s, "Seconds that the query may take")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000));
    schema->excludes(file)->excludes(sql);
    add->callback([&session, &action, command] {
        if (!command->schema && command->file.empty()) throw CLI::RequiredError{"FILE"};
        if (!command->schema && command->sql.empty()) throw CLI::RequiredError{"SQL"};
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
