#include <fmt/format.h>
#include <fmt/ranges.h>

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
    if (command.output.empty() && format->write == nullptr) {
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

std::optional<Error> write(const ExportCommand& command, const ExportFormat& format,
                           const ToldRun& told, const SliceWish& wish) {
    if (format.write_file != nullptr) return format.write_file(told, command.output);
    if (command.output.empty()) {
        Sink sink{[](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }};
        if (auto error = format.write(told, wish, sink)) return error;
        sink.finish();
        return std::nullopt;
    }
    NewFile out{command.output};
    if (auto error = out.error()) return error;
    Sink sink{[&](std::string_view text) { out.write(std::as_bytes(std::span{text})); }};
    if (auto error = format.write(told, wish, sink)) return error;
    sink.finish();
    out.keep();
    return out.error();
}

ExitCode run(const Session& session, const ExportCommand& command) {
    const auto format = chosen_format(session, command);
    if (!format) return report(format.error());
    if (!command.output.empty()) {
        if (const auto error = unwritable(command.output)) return report(*error);
    }
    const auto recorded = recorded_in(session, command.file);
    if (!recorded) return report(recorded.error());
    const auto told = while_working(session.quiet, "replaying " + plain(command.file),
                                    [&] { return ToldRun::of(*recorded); });
    if (!told) return report(in_file(command.file, told.error()));
    SliceWish wish{.events = command.events.value_or((*format)->events_usual)};
    if (command.around) {
        const auto dot = parse_dot(*told, *command.around, "--around");
        if (!dot) return report(dot.error());
        wish.around = *dot;
    }
    // What goes to the standard output shows itself.
    const bool quiet = session.quiet || command.output.empty();
    const auto error = while_working(quiet, "writing " + plain(command.output),
                                     [&] { return write(command, **format, *told, wish); });
    if (error) {
        return report(error->kind == Error::Kind::io ? *error : in_file(command.file, *error));
    }
    if (command.output.empty()) return ExitCode::as_promised;
    if (session.json) {
        Json json = results_head("export", session.command_line);
        add_scenario(json, recorded->scenario);
        json["strategy"] = recorded->origin.strategy;
        json["to"] = command.to;
        json["tells"] = told->is_truth() ? "run" : "replay";
        json["events"] = told->events().event_count();
        json["export"] = command.output;
        print(json);
    } else {
        print(fmt::format("{}: {}\n", command.to, command.output));
    }
    return ExitCode::as_promised;
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
