#include <fmt/format.h>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "core/export/jsonl.hpp"
#include "core/recording/recording_file.hpp"
#include "core/report/escape.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct ImportCommand {
    std::string format;
    std::string file;
    std::string output;
};

ExitCode run(const Session& session, const ImportCommand& command) {
    if (command.format != "jsonl") {
        return report({"FORMAT", fmt::format("\"{}\"", command.format), "jsonl"});
    }
    if (const auto error = overwriting(command.file, command.output)) return report(*error);
    if (const auto error = unwritable(command.output)) return report(*error);
    const auto recorded = read_jsonl(command.file);
    if (!recorded) return report(recorded.error());
    const auto error = write_recording(command.output, parts_of(*recorded));
    if (error && error->kind == Error::Kind::io) return report(*error);
    if (error) return report(in_file(command.file, *error));
    if (session.json) {
        Json json = results_head("import", session.command_line);
        add_scenario(json, recorded->scenario);
        json["strategy"] = recorded->origin.strategy;
        json["events"] = recorded->log.events.size();
        json["recording"] = command.output;
        print(json);
    } else {
        print(fmt::format(
            "recording: {}, {} events in its log; go on with\n"
            "    reckon replay {}\n",
            plain(command.output), recorded->log.events.size(), shell_quoted(command.output)));
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_import(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(app, session, "import", "Make a recording of lines of JSON",
                                "  reckon import jsonl x.jsonl -o x.reckon\n"
                                "What is read must be a run: see `export --to jsonl`.\n");
    auto command = std::make_shared<ImportCommand>();
    add->add_option("FORMAT", command->format, "What it is written in")
        ->required()
        ->type_name("{jsonl}");
    add->add_option("FILE", command->file, "What export wrote in that format")->required();
    add_output(*add, command->output, "The recording file")->required();
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
