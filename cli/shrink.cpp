#include "core/explore/shrink.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/explore/case_json.hpp"
#include "core/report/case_result_json.hpp"
#include "core/report/case_result_text.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

struct ShrinkCommand {
    std::string file;
    std::string output;
    std::optional<std::string> check;
    ShrinkOptions shrink;
    std::uint32_t seconds = static_cast<std::uint32_t>(ShrinkOptions{}.seconds_max);
};

void print_result(const Session& session, const Case& before, const Shrunk& shrunk,
                  const std::string& kept, bool to_stdout) {
    const StrategyRecord& strategy = strategy_of(before);
    if (session.json) {
        Json json = results_head("shrink", session.command_line);
        add_shrunk(json, strategy, before, shrunk);
        json["case"] = kept.empty() ? Json() : Json(kept);
        print(json);
        return;
    }
    if (!to_stdout) {
        print(shrunk_text(before, shrunk, kept, session.ink()));
        return;
    }
    print(to_json(shrunk.smallest));
    if (!session.quiet) note(shrunk_text(before, shrunk, "", Ink{}));
}

ExitCode run(const Session& session, ShrinkCommand& command) {
    const auto source = case_from(session, command.file);
    if (!source) return report(source.error());
    const auto& before = source->failure;
    if (!before) return report_circle(session, "shrink", command.file, source->circle);
    command.shrink.seconds_max = command.seconds;
    if (command.check) {
        const auto* named =
            std::ranges::find(all_checks, *command.check, [](Check c) { return word(c); });
        command.shrink.check = *named;
    }
    const auto shrunk = [&] {
        Progress progress{session.quiet};  // Gone from the terminal before the result is printed.
        std::size_t all = 0;
        command.shrink.progress = [&](std::uint64_t attempts, std::size_t left) {
            all = std::max(all, left);
            progress.update(all - left, all, fmt::format("orders gone, {} attempts", attempts));
        };
        return shrink(strategy_of(*before), before->scenario, before->schedule, command.shrink);
    }();
    if (!shrunk) {
        const bool of_option = shrunk.error().place.starts_with("--");
        return report(of_option ? shrunk.error() : in_file(command.file, shrunk.error()));
    }
    std::optional<Error> not_kept;
    if (!command.output.empty()) not_kept = write_text(command.output, to_json(shrunk->smallest));
    // A case that could not be written is not lost: it is printed.
    const std::string kept = not_kept ? "" : command.output;
    print_result(session, *before, *shrunk, kept, kept.empty());
    if (not_kept) return report(*not_kept);
    return shrunk->minimal ? ExitCode::as_promised : ExitCode::undecided;
}

}  // namespace

void add_shrink(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "shrink", "Drop what a failure does not need, until nothing can be dropped",
        "  reckon shrink wild.case.json -o small.case.json\n"
        "  reckon shrink wild.case.json > small.case.json\n"
        "  reckon shrink wild.case.json --check final -o small.case.json\n"
        "  reckon shrink wild.case.json --keep-class --seconds 60 --json\n"
        "The same check keeps failing; ships keep their names. Without -o the case goes to "
        "standard\noutput, and what there is to say of it to standard error.\n"
        "Exit 0 if nothing more can be dropped, 3 if a bound ended it before, 2 if no check "
        "fails.\nOf a recording: 3 too if no order of operations explains it.\n");
    auto command = std::make_shared<ShrinkCommand>();
    add->add_option("FILE", command->file, "A case (.case.json) or a recording (.reckon)")
        ->required();
    add_output(*add, command->output, "Write the smallest case");
    std::vector<std::string> checks;
    for (const Check check : all_checks) checks.emplace_back(word(check));
    add->add_option("--check", command->check,
                    "The check that is to go on failing; if none, the one that tells most")
        ->check(CLI::IsMember{checks});
    add->add_flag("--keep-class", command->shrink.keep_class, "Keep the class of the scenario");
    add->add_option("--seconds", command->seconds, "Seconds after which it ends")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000));
    add->add_option("--attempts", command->shrink.attempts_max, "Attempts after which it ends")
        ->capture_default_str()
        ->check(whole_number(1, 1'000'000'000));
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
