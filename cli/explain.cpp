#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "core/explore/reproduce.hpp"
#include "core/report/case_result_json.hpp"
#include "core/report/story_json.hpp"
#include "core/report/story_mermaid.hpp"
#include "core/report/story_svg.hpp"
#include "core/report/story_text.hpp"
#include "core/report/tell_story.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

enum class Format : std::uint8_t { text, json, mermaid, svg };

constexpr std::array<std::string_view, 4> format_words{"text", "json", "mermaid", "svg"};

struct ExplainCommand {
    std::string file;
    std::optional<std::string> format;  // None: text, or with --json JSON.
    std::string output;
};

Result<Format> chosen_format(const Session& session, const ExplainCommand& command) {
    if (!command.format) return session.json ? Format::json : Format::text;
    const auto* found = std::ranges::find(format_words, *command.format);
    if (found == format_words.end()) {
        return fail({"--format", fmt::format("\"{}\"", *command.format),
                     fmt::format("one of {}", fmt::join(format_words, ", "))});
    }
    const auto format = static_cast<Format>(found - format_words.begin());
    if (session.json && format != Format::json) {
        return fail({"--format", fmt::format("{}, given with --json", *command.format),
                     "json, or no --json"});
    }
    return format;
}

std::string dumped(const Json& json) {
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string rendered(const Session& session, const ExplainCommand& command, Format format,
                     const Case& failure, const Story& story) {
    if (session.json) {
        Json json = results_head("explain", session.command_line);
        add_case(json, strategy_of(failure), failure);
        json["story"] = story_json(story);
        return dumped(json);
    }
    switch (format) {
        case Format::text: return story_text(story, command.output.empty() ? session.ink() : Ink{});
        case Format::json: return dumped(story_json(story));
        case Format::mermaid: return story_mermaid(story);
        case Format::svg: return story_svg(story);
    }
    return "";
}

ExitCode put(const ExplainCommand& command, const std::string& text, ExitCode code) {
    if (command.output.empty()) {
        print(text);
    } else if (auto error = write_text(command.output, text)) {
        return report(*error);
    }
    return code;
}

/// A run that is no story: told in the format that was asked for, but not drawn.
ExitCode put_circle(const Session& session, const ExplainCommand& command, Format format,
                    const std::string& circle) {
    if (format == Format::text) return put(command, circle_text(circle), ExitCode::undecided);
    if (format != Format::json) {
        note(circle_text(circle));
        return ExitCode::undecided;
    }
    Json json = Json::object();
    if (session.json) json = results_head("explain", session.command_line);
    json.update(circle_json(command.file, circle));
    return put(command, dumped(json), ExitCode::undecided);
}

ExitCode run(const Session& session, const ExplainCommand& command) {
    const auto format = chosen_format(session, command);
    if (!format) return report(format.error());
    if (const auto error = overwriting(command.file, command.output)) return report(*error);
    const auto source = case_from(session, command.file);
    if (!source) return report(source.error());
    const auto& failure = source->failure;
    if (!failure) return put_circle(session, command, *format, source->circle);
    const StrategyRecord& strategy = strategy_of(*failure);
    const auto story = while_working(session.quiet, "telling the story", [&] {
        return reproduce(strategy, *failure).map([&](const Reproduced& reproduced) {
            return tell_story(strategy, failure->scenario, reproduced);
        });
    });
    if (!story) return report(in_file(command.file, story.error()));
    return put(command, rendered(session, command, *format, *failure, *story),
               ExitCode::as_promised);
}

}  // namespace

void add_explain(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "explain", "Tell a case as a story: the run, and beside it the replay",
        "  reckon explain small.case.json\n"
        "  reckon explain small.case.json --format svg -o small.svg\n"
        "  reckon explain small.case.json --format mermaid\n"
        "The case has to run as it expects, or it is refused. Exit 0 if there is a story.\n"
        "Of a recording: 3 if no order of operations explains it; then why is what is told, on\n"
        "standard error if a diagram was asked for.\n");
    auto command = std::make_shared<ExplainCommand>();
    add->add_option("FILE", command->file, "A case (.case.json) or a recording (.reckon)")
        ->required();
    add->add_option("--format", command->format,
                    "text; json, which --json has with all that results have; mermaid, a sequence "
                    "diagram; svg, a space-time diagram")
        ->option_text("{text,json,mermaid,svg} [text]");
    add_output(*add, command->output, "Write it there");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
