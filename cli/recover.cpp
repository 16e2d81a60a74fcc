#include <fmt/format.h>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/recording/recover.hpp"
#include "core/report/escape.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct RecoverCommand {
    std::string file;
    std::string output;  // Empty: beside the file.
    bool log_alone = false;
};

std::string output_of(const RecoverCommand& command) {
    constexpr std::string_view ending = ".reckon";
    if (!command.output.empty()) return command.output;
    std::string name = command.file;
    if (name.ends_with(ending)) name.resize(name.size() - ending.size());
    return name + ".recovered" + std::string{ending};
}

/// A whole file is copied as it is: it is not for us to drop what it says.
std::optional<Error> write(const std::string& name, std::span<const std::byte> file,
                           const Recovery& recovery) {
    NewFile beside{name};
    if (auto error = beside.error()) return error;
    Output output{name, beside.descriptor()};
    if (recovery.whole()) {
        output.write(file);
        output.sync();
    } else if (auto error = write_recovered(output, recovery)) {
        return error;
    }
    if (auto error = output.error()) return error;
    beside.keep();
    return beside.error();
}

std::string told(const RecoverCommand& command, const Recovery& recovery,
                 const std::string& written) {
    if (recovery.whole()) {
        return fmt::format("{} is whole: there is nothing to recover.\n", command.file) +
               (written.empty() ? "" : fmt::format("Copied to {}.\n", written));
    }
    std::string text =
        wrapped(plain(fmt::format("{}: {}.", command.file, recovery.sentence())), 0) +
        fmt::format("Kept in {}: {} entries of the log, {} of the truth, {} observed states.\n",
                    plain(written), recovery.kept.log, recovery.kept.truth, recovery.observed_kept);
    if (recovery.log_alone > 0) {
        text +=
            wrapped(fmt::format("The log alone is whole up to {} entries: --log-alone keeps them, "
                                "without a truth to judge them by.",
                                recovery.log_alone),
                    0);
    }
    if (recovery.intact.finished) text += "The run had ended: the file was damaged, not torn.\n";
    if (recovery.synced_is_missing()) {
        text += wrapped(
            fmt::format("What had been synced is missing: the file was damaged, not only torn. Its "
                        "last sync covered {} entries of the log and {} of the truth.",
                        recovery.intact.log_promised, recovery.intact.truth_promised),
            0);
    }
    return text + fmt::format("Go on with\n    reckon check {}\n", shell_quoted(written));
}

Json versions_json(const Recovery& recovery) {
    Json versions = Json::array();
    for (const DroppedVersions& dropped : recovery.versions) {
        versions.push_back({{"ship", recovery.intact.setting.scenario.ships[dropped.ship].name},
                            {"first", dropped.first},
                            {"last", dropped.last}});
    }
    return versions;
}

Json json_of(const Session& session, const RecoverCommand& command, const Recovery& recovery,
             const std::string& written) {
    Json json = results_head("recover", session.command_line);
    json["recording"] = command.file;
    json["whole"] = recovery.whole();
    json["output"] = written.empty() ? Json() : Json(written);
    json["kept"] = {{"log", recovery.kept.log},
                    {"truth", recovery.kept.truth},
                    {"observed", recovery.observed_kept}};
    if (recovery.whole()) return json;
    json["dropped"] = {
        {"log", recovery.log_dropped},           {"truth", recovery.truth_dropped},
        {"observed", recovery.observed_dropped}, {"effects", recovery.effects_dropped},
        {"versions", versions_json(recovery)},   {"bytes", recovery.intact.damaged_bytes}};
    json["synced"] = {{"log", recovery.intact.log_promised},
                      {"truth", recovery.intact.truth_promised},
                      {"missing", recovery.synced_is_missing()}};
    json["finished"] = recovery.intact.finished;
    json["log_alone"] = recovery.log_alone;
    json["sentence"] = recovery.sentence();
    return json;
}

ExitCode run(const Session& session, const RecoverCommand& command) {
    const auto file = FileBytes::open(command.file);
    if (!file) return report(file.error());
    const auto recovery = while_working(session.quiet, "looking over " + plain(command.file), [&] {
        return look_over(file->bytes(), command.log_alone ? TruthKept::no : TruthKept::yes);
    });
    if (!recovery) return report(in_file(command.file, recovery.error()));
    std::string written;
    if (!recovery->whole() || !command.output.empty()) {
        written = output_of(command);
        if (const auto error = overwriting(command.file, written)) return report(*error);
        if (const auto error = write(written, file->bytes(), *recovery)) return report(*error);
    }
    if (session.json) {
        print(json_of(session, command, *recovery, written));
    } else {
        print(told(command, *recovery, written));
    }
    return recovery->damaged() ? ExitCode::check_failed : ExitCode::as_promised;
}

}  // namespace

void add_recover(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "recover", "Make a whole recording of what is left of a torn or damaged one",
        "  reckon recover storm.reckon\n"
        "  reckon recover storm.reckon -o what-is-left.reckon --json\n"
        "Keeps the longest cut of what is intact for which log and truth have all that they name,\n"
        "and says what was dropped. Exit 0 if that is all that was promised; 1 if the file had "
        "been\n"
        "finished, or what had been synced is missing; 2 if what stands before the log is lost. A\n"
        "whole file is left as it is: exit 0.\n");
    auto command = std::make_shared<RecoverCommand>();
    add->add_option("FILE", command->file, "A recording (.reckon)")->required();
    add_output(*add, command->output,
               "Write it there; if not given, beside FILE, as NAME.recovered.reckon");
    add->add_flag("--log-alone", command->log_alone,
                  "Drop the truth, and keep the log however far it is whole");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
