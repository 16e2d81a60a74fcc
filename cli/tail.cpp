#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <optional>

#include "cli/command.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_screen.hpp"
#include "cli/options.hpp"
#include "cli/recorded.hpp"
#include "core/live/patient_blocks.hpp"
#include "core/live/projection_list.hpp"
#include "core/report/escape.hpp"
#include "core/report/live_view.hpp"

namespace reckon {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

struct TailCommand {
    std::string file;
    std::vector<std::string> projections;  // None: all.
    std::uint32_t every_ms = 500;
    std::optional<std::uint32_t> for_s;
    std::uint32_t idle_s = 10;
    bool once = false;
    Window window;
};

class Tail {
public:
    Tail(const Session& session, const TailCommand& command)
        : session_{session}, command_{command}, recording_{command.file} {}

    ExitCode run() {
        PatientBlocks blocks{recording_, [this] { return worth_waiting(); }};
        auto setting = read_setting(blocks);
        if (blocks.gave_up()) return without_setting();
        if (!setting) return report(in_file(setting.error()));
        live_.emplace(std::move(*setting), command_.window);
        next_show_ = Clock::now() + milliseconds{command_.every_ms};
        for (const ProjectionRecord& record : projection_list()) {
            if (chosen(record.name)) live_->add(record);
        }
        follow();
        show(true);
        return exit();
    }

private:
    using Clock = std::chrono::steady_clock;

    [[nodiscard]] bool chosen(std::string_view name) const {
        const auto& names = command_.projections;
        return names.empty() || std::ranges::find(names, name) != names.end();
    }

    void follow() {
        while (!damage() && !live_->stopped() && std::ferror(stdout) == 0) {
            if (!command_.once && Clock::now() >= next_show_) show(false);
            if (const auto block = recording_.next()) {
                wrong_ = live_->take(*block, Clock::now());
                if (Interrupt::came()) return;
                continue;
            }
            if (recording_.ended() || recording_.closed() || !worth_waiting()) return;
            const auto left = std::chrono::ceil<milliseconds>(next_show_ - Clock::now());
            recording_.wait(std::max(left, milliseconds{1}));
        }
    }

    /// Whether what is not there yet may still come in time.
    [[nodiscard]] bool worth_waiting() {
        const auto now = Clock::now();
        if (recording_.bytes() > bytes_) grown_ = now;
        bytes_ = recording_.bytes();
        if (command_.once || Interrupt::came()) return false;
        if (command_.for_s && now - begun_ >= seconds{*command_.for_s}) return false;
        // Until there is something to follow, --for alone says how long.
        const bool begun = recording_.bytes() > 0 || !command_.for_s;
        return !begun || now - grown_ < seconds{command_.idle_s};
    }

    [[nodiscard]] const std::optional<Error>& damage() const {
        return recording_.error() ? recording_.error() : wrong_;
    }

    [[nodiscard]] std::string_view standing(bool at_last) const {
        if (damage()) return "damaged";
        if (live_->stopped()) return "stopped";
        if (recording_.ended()) return "ended";
        return at_last && !command_.once ? "not ended" : "growing";
    }

    void show(bool at_last) {
        const auto now = Clock::now();
        next_show_ = now + milliseconds{command_.every_ms};
        const Setting& setting = live_->setting();
        if (session_.json) {
            Json json = recorded_head(session_, "tail", setting.scenario, setting.origin);
            json["recording"] = standing(at_last);
            if (live_->stopped()) json["refused"] = live_->stopped()->message();
            add_live(json, *live_, now);
            print(json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
            std::fflush(stdout);
            return;
        }
        const Ink ink = session_.ink();
        const std::string title = elided(
            plain(fmt::format("{} under {}", setting.scenario.name, setting.origin.strategy)), 50);
        screen_.show([&](std::size_t rows_max) {
            return fmt::format("{}: {} events, {}\n", ink.strong(title), live_->events(),
                               standing(at_last)) +
                   live_text(*live_, now, rows_max, ink);
        });
    }

    [[nodiscard]] ExitCode without_setting() const {
        if (recording_.found()) return not_ended("what stands before the log is not there yet");
        return report({command_.file, "no such file", "a recording (.reckon)", Error::Kind::io});
    }

    /// What is wrong with the recording's blocks, which do not know where they come from.
    [[nodiscard]] Error in_file(Error error) const {
        if (!recording_.error()) error.place.insert(0, recording_.name() + ": ");
        return error;
    }

    [[nodiscard]] ExitCode exit() const {
        if (damage()) return report(in_file(*damage()));
        if (const auto& why = live_->stopped()) {
            report(*why);
            const bool decided = why->kind == Error::Kind::input &&
                                 live_->setting().shape.order != OrderCode::unrecorded;
            return decided ? ExitCode::check_failed : ExitCode::undecided;
        }
        if (recording_.ended() || command_.once) return ExitCode::as_promised;
        return not_ended("not ended");
    }

    [[nodiscard]] ExitCode not_ended(const std::string& what) const {
        const bool pipe = command_.file == "-";
        note(fmt::format("reckon: {}: {}{}\n", pipe ? "standard input" : plain(command_.file), what,
                         pipe ? "" : ": reckon recover " + shell_quoted(command_.file)));
        return ExitCode::undecided;
    }

    const Session& session_;
    const TailCommand& command_;
    const Interrupt interrupt_;
    GrowingRecording recording_;
    LiveScreen screen_;
    std::optional<LiveReplay> live_;
    std::optional<Error> wrong_;  // With a block that is whole.
    const Clock::time_point begun_ = Clock::now();
    Clock::time_point next_show_;
    Clock::time_point grown_ = begun_;
    std::uint64_t bytes_ = 0;
};

ExitCode run(const Session& session, const TailCommand& command) {
    for (const std::string& name : command.projections) {
        if (find_projection(name) != nullptr) continue;
        std::string names;
        for (const ProjectionRecord& record : projection_list()) {
            names += fmt::format("{}{}", names.empty() ? "" : ", ", record.name);
        }
        return report({"--projection", "\"" + name + "\"", "one of " + names});
    }
    return Tail{session, command}.run();
}

std::string list_of_projections() {
    std::string text = "Projections:\n";
    for (const ProjectionRecord& record : projection_list()) {
        text += fmt::format("  {:<14} {}\n", record.name, record.summary);
    }
    return text;
}

}  // namespace

void add_tail(CLI::App& app, Session& session, Action& action) {
    CLI::App* add = add_command(
        app, session, "tail", "Follow a recording as it grows, folded into projections",
        "  reckon tail run.reckon\n"
        "  reckon run --strategy deps --scenario storm -o - | reckon tail - --projection rates\n"
        "  reckon tail run.reckon --once --json\n" +
            list_of_projections() +
            "Exit 0 at the recording's end, 1 if its log cannot be replayed, 3 if it stops "
            "growing\n"
            "before its end.\n");
    auto command = std::make_shared<TailCommand>();
    add->add_option("FILE", command->file,
                    "A recording (.reckon) that need not be there yet; - for the standard input")
        ->required();
    add->add_option("--projection", command->projections, "Show this one, not all; can be repeated")
        ->type_name("PROJECTION")
        ->allow_extra_args(false);
    add->add_option("--every", command->every_ms, "Milliseconds from one refresh to the next")
        ->capture_default_str()
        ->check(whole_number(10, 3'600'000));
    auto* for_s = add->add_option("--for", command->for_s, "Seconds after which to stop")
                      ->check(whole_number(0, 1'000'000));
    auto* idle =
        add->add_option("--idle", command->idle_s, "Seconds without growth after which to stop")
            ->capture_default_str()
            ->check(whole_number(0, 1'000'000));
    add->add_flag("--once", command->once, "Show what is there now, and no more")
        ->excludes(for_s)
        ->excludes(idle);
    add->add_option("--window", command->window.bytes,
                    "Memory for the states that can still be read, as 512M")
        ->transform(bytes())
        ->option_text("BYTES [64M]");
    add->callback([&session, &action, command] {
        action = [&session, command] { return run(session, *command); };
    });
}

}  // namespace reckon
