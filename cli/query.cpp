#include "core/query/query.hpp"

#include <filesystem>

#include "cli/command.hpp"
#include "cli/hard_stop.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "core/query/replayed_events.hpp"
#include "core/query/streamed_events.hpp"
#include "core/report/escape.hpp"
#include "core/report/query_result.hpp"
#include "core/stream/indexed_run.hpp"

namespace reckon {
namespace {

struct QueryCommand {
    std::string file;
    std::string sql;
    bool csv = false;
    bool schema = false;
    std::uint64_t timeout_s = 60;
    bool streaming = false;
    Window window;
};

/// A log with more entries than this is read as it comes.
constexpr std::uint64_t entries_in_memory_max = 20'000'000;
/// A file that is shorter is read whole without a look.
constexpr std::uint64_t small_file_bytes = 64ULL << 20;

/// Of a file that cannot be looked at: false. Who reads it says why.
bool too_long_for_memory(const std::string& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return false;
    if (std::filesystem::file_size(path, error) < small_file_bytes || error) return false;
    const auto run = IndexedRun::open(path);
    return run && run->entries() > entries_in_memory_max;
}

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

ExitCode answer(const Session& session, const QueryCommand& command, Json json,
                const EventSource& events, std::span<const Cut> observed) {
    const auto relations = relations_of(events, observed);
    const QueryBounds bounds{std::chrono::seconds{command.timeout_s}};
    const auto ask = [&](QueryResult& result) {
        // One call of a function of SQL's may take hours, and asks no clock.
        constexpr std::chrono::seconds grace{1};
        const HardStop stop{bounds.time + grace, out_of_time(bounds)};
        return query(relations, events.scenario(), command.sql, bounds, result);
    };
    const auto ask_for_all = [&](QueryResult& result) {
        return while_working(session.quiet, "asking", [&] { return ask(result); });
    };
    if (command.csv) {
        CsvResult result{[](const std::string& line) { print(line); }};
        if (const auto error = ask(result)) return report(*error);
    } else if (session.json) {
        JsonResult result;
        if (const auto error = ask_for_all(result)) return report(*error);
        result.add_to(json);
        print(json);
    } else {
        TableResult result;
        if (const auto error = ask_for_all(result)) return report(*error);
        print(result.text(session.ink()));
    }
    return ExitCode::as_promised;
}

ExitCode run_whole(const Session& session, const QueryCommand& command) {
    const auto run = recorded_in(session, command.file);
    if (!run) return report(run.error());
    Json json = recorded_head(session, "query", run->scenario, run->origin);
    const auto events = while_working(session.quiet, "replaying " + plain(command.file),
                                      [&] { return ReplayedEvents::of(run->scenario, run->log); });
    if (!events) return report_refusal(session, std::move(json), *run, events.error());
    std::span<const Cut> observed;
    if (run->history) observed = run->history->observed;
    return answer(session, command, std::move(json), **events, observed);
}

ExitCode run_streaming(const Session& session, const QueryCommand& command) {
    auto run = StoredRun::open(command.file);
    if (!run) return report(run.error());
    Json json = recorded_head(session, "query", run->scenario(), run->setting().origin);
    json["streaming"] = true;
    const auto events = StreamedEvents::of(*run, command.window);
    if (!events) return report_refusal(session, std::move(json), run->setting(), events.error());
    return answer(session, command, std::move(json), **events, {});
}

ExitCode run(const Session& session, const QueryCommand& command) {
    if (command.schema) return print_schema(session);
    if (command.csv && session.json) {
        return report({"--csv", "given with --json", "one of the two"});
    }
    const bool streaming = command.streaming || too_long_for_memory(command.file);
    return streaming ? run_streaming(session, command) : run_whole(session, command);
}

}  // namespace

void add_query(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "query", "Ask a recording in SQL: events, states, reads, hails, and more",
        "  reckon query --schema\n"
        "  reckon query run.reckon 'SELECT * FROM states WHERE ship = \"Emma\" AND version = 5'\n"
        "  reckon query run.reckon 'SELECT kind, count(*) FROM events GROUP BY kind' --csv\n"
        "  reckon query run.reckon 'SELECT count(*), max(entry) FROM events' --streaming\n"
        "A log of more than 20 million entries is always read as it comes, as with --streaming: a\n"
        "scan then takes constant memory; the tables hails and cuts are refused, chain is null, "
        "and\n"
        "every look-up is a walk over the log.\n"
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
    add_window(*add, command->streaming, command->window);
    schema->excludes(file)->excludes(sql);
    add->callback([&session, &action, command] {
        if (!command->schema && command->file.empty()) throw CLI::RequiredError{"FILE"};
        if (!command->schema && command->sql.empty()) throw CLI::RequiredError{"SQL"};
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
