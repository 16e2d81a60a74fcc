#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "cli/recorded.hpp"
#include "core/export/format.hpp"
#include "core/report/escape.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct ExportCommand {
    std::string file;
    std::string to;
    std::string output;  // Empty: standard output.
    std::optional<std::string> around;
    std::optional<std::uint32_t> events;
};

Result<const ExportFormat*> chosen_format(const Session& session, const ExportCommand& command) {
    const ExportFormat* format = find_export_format(command.to);
    if (format == nullptr) {
        std::vector<std::string_view> names;
        for (const ExportFormat* each : export_formats()) names.push_back(each->name);
        return fail({"--to", fmt::format("\"{}\"", command.to),
                     fmt::format("one of {}", fmt::join(names, ", "))});
    }
    if (command.output.empty() && format->write_file != nullptr) {
        return fail({"--output", "not given", fmt::format("a file for {}", format->name)});
    }
    if (command.output.empty() && session.json) {
        return fail({"--json", "given without -o",
                     "a file for the export: standard output has one of the two"});
    }
    if (!format->is_sliced() && (command.around || command.events)) {
        return fail({command.around ? "--around" : "--events",
                     fmt::format("given for {}", format->name),
                     "a format that shows a part of the run"});
    }
    return format;
}

using Tell = std::function<std::optional<Error>(Sink&)>;

std::optional<Error> write(const ExportCommand& command, const Tell& tell) {
    if (command.output.empty()) {
        Sink sink{[](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }};
        if (auto error = tell(sink)) return error;
        sink.finish();
        return std::nullopt;
    }
    NewFile out{command.output};
    if (auto error = out.error()) return error;
    Sink sink{[&](std::string_view text) { out.write(std::as_bytes(std::span{text})); }};
    if (auto error = tell(sink)) return error;
    sink.finish();
    out.keep();
    return out.error();
}

/// What goes to the standard output shows itself.
template <class Work>
std::optional<Error> while_writing(const Session& session, const ExportCommand& command,
                                   Work&& work) {
    const bool quiet = session.quiet || command.output.empty();
    return while_working(quiet, "writing " + plain(command.output), std::forward<Work>(work));
}

ExitCode report_unwritten(const ExportCommand& command, const Error& error) {
    return report(error.kind == Error::Kind::io ? error : in_file(command.file, error));
}

/// `events` says how many events were told, and `tells` of what.
ExitCode written(const Session& session, const ExportCommand& command, const RecordedRun& recorded,
                 std::string_view tells, std::uint64_t events) {
    if (command.output.empty()) return ExitCode::as_promised;
    if (session.json) {
        Json json = results_head("export", session.command_line);
        add_scenario(json, recorded.scenario);
        json["strategy"] = recorded.origin.strategy;
        json["to"] = command.to;
        json["tells"] = tells;
        json["events"] = events;
        json["export"] = command.output;
        print(json);
    } else {
        print(fmt::format("{}: {}\n", command.to, command.output));
    }
    return ExitCode::as_promised;
}

/// A format that tells all of a recording, whatever its log is worth.
ExitCode write_recorded(const Session& session, const ExportCommand& command,
                        const ExportFormat& format, const RecordedRun& recorded) {
    const auto tell = [&](Sink& sink) { return format.write_recorded(recorded, sink); };
    const auto error = while_writing(session, command, [&] { return write(command, tell); });
    if (error) return report_unwritten(command, *error);
    const History* truth = truth_of(recorded);
    if (truth != nullptr) return written(session, command, recorded, "run", truth->event_count());
    return written(session, command, recorded, "log", recorded.log.events.size());
}

/// A finding about the log, as `replay` has it; but where the export would have been written to
/// standard output, nothing else is.
ExitCode refused(const Session& session, const ExportCommand& command, const RecordedRun& recorded,
                 const Error& why) {
    if (!command.output.empty()) {
        Json json = recorded_head(session, "export", recorded.scenario, recorded.origin);
        return report_refusal(session, std::move(json), recorded, why);
    }
    report(in_file(command.file, why));
    return recorded.log.recorded() ? ExitCode::check_failed : ExitCode::undecided;
}

ExitCode run(const Session& session, const ExportCommand& command) {
    const auto format = chosen_format(session, command);
    if (!format) return report(format.error());
    if (!command.output.empty()) {
        if (const auto error = overwriting(command.file, command.output)) return report(*error);
        if (const auto error = unwritable(command.output)) return report(*error);
    }
    const auto recorded = recorded_in(session, command.file);
    if (!recorded) return report(recorded.error());
    if ((*format)->write_recorded != nullptr) {
        return write_recorded(session, command, **format, *recorded);
    }
    const auto told = while_working(session.quiet, "replaying " + plain(command.file),
                                    [&] { return ToldRun::of(*recorded); });
    if (!told) return refused(session, command, *recorded, told.error());
    SliceWish wish{.events = command.events.value_or((*format)->events_usual)};
    if (command.around) {
        const auto dot = parse_dot(*told, *command.around, "--around");
        if (!dot) return report(dot.error());
        wish.around = *dot;
    }
    const auto tell = [&](Sink& sink) { return (*format)->write(*told, wish, sink); };
    const auto error = while_writing(session, command, [&] {
        return (*format)->write_file != nullptr ? (*format)->write_file(*told, command.output)
                                                : write(command, tell);
    });
    if (error) return report_unwritten(command, *error);
    return written(session, command, *recorded, told->is_truth() ? "run" : "replay",
                   told->events().event_count());
}

std::string formats_text() {
    std::string text = "Formats:\n";
    for (const ExportFormat* each : export_formats()) {
        text += fmt::format("  {:<10} {}\n", each->name, each->summary);
    }
    return text;
}

}  // namespace

void add_export(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "export", "A recording in the formats of other tools",
        "  reckon export x.reckon --to jsonl > x.jsonl\n"
        "  reckon export x.reckon --to sqlite -o x.sqlite\n"
        "  reckon export x.reckon --to shiviz --around Emma@17 --events 500 -o x.shiviz\n" +
            formats_text());
    auto command = std::make_shared<ExportCommand>();
    add->add_option("FILE", command->file, "A recording (.reckon)")->required();
    add->add_option("--to", command->to, "The format")->required()->type_name("FORMAT");
    add->add_option("--around", command->around,
                    "What a part of the run is to show, as Emma@17; usually where the log departs "
                    "from the run")
        ->type_name("SHIP@VERSION");
    add->add_option("--events", command->events, "The most events of a part")
        ->check(whole_number(1, Limits::events));
    add_output(*add, command->output, "Write it there");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
