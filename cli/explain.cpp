#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/case_source.hpp"
#include "cli/command.hpp"
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
    std::string format{format_words.front()};
    std::string output;
};

Result<Format> format_named(const std::string& name) {
    const auto* found = std::ranges::find(format_words, name);
    if (found == format_words.end()) {
        return fail({"--format", fmt::format("\"{}\"", name),
                     fmt::format("one of {}", fmt::join(format_words, ", "))});
    }
    return static_cast<Format>(found - format_words.begin());
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

ExitCode run(const Session& session, const ExplainCommand& command) {
    const auto format = format_named(command.format);
    if (!format) return report(format.error());
    const auto source = case_from(command.file);
    if (!source) return report(source.error());
    const auto& failure = source->failure;
    if (!failure) return report_circle(session, "explain", command.file, source->circle);
    const StrategyRecord& strategy = strategy_of(*failure);
    const auto reproduced = reproduce(strategy, *failure);
    if (!reproduced) return report(in_file(command.file, reproduced.error()));
    const Story story = tell_story(strategy, failure->scenario, *reproduced);
    const std::string text = rendered(session, command, *format, *failure, story);
    if (command.output.empty()) {
        print(text);
    } else if (auto error = write_text(command.output, text)) {
        return report(*error);
    }
    return ExitCode::as_promised;
}

}  // namespace

void add_explain(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "explain", "Tell a case as a story: the run, and beside it the replay",
        "  reckon explain small.case.json\n"
        "  reckon explain small.case.json --format svg -o small.svg\n"
        "  reckon explain small.case.json --format mermaid\n"
        "The case has to run as it expects, or it is refused. Exit 0 if there is a story.\n");
    auto command = std::make_shared<ExplainCommand>();
    add->add_option("FILE", command->file, "A case (.case.json) or a recording (.reckon)")
        ->required();
    add->add_option("--format", command->format,
                    "text; json, which --json has with all that results have; mermaid, a sequence "
                    "diagram; svg, a space-time diagram")
        ->capture_default_str()
        ->type_name("NAME");
    add->add_option("-o,--output", command->output, "Write it there")->type_name("FILE");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
