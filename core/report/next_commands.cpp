#include "core/report/next_commands.hpp"

#include <fmt/format.h>

#include "core/report/escape.hpp"
#include "core/report/table.hpp"
#include "core/world/preset.hpp"

namespace reckon {
namespace {

std::string line(const std::string& command) {
    return "    " + command + '\n';
}

std::string keep_one(const FailedRun& run, const std::string& file) {
    std::string out = wrapped(
        fmt::format("Not kept, and its seed alone does not bring it back: in a free run the "
                    "machine picks the order. Keep the next one{}:",
                    run.hunted.empty() ? "" : ", or the first that fails"),
        2);
    for (const std::string& command : {run.again, run.hunted}) {
        if (!command.empty()) out += line(fmt::format("{} -o {}", plain(command), file));
    }
    return out;
}

/// What happened is not known to the last operation; of a schedule that fails likewise, it is.
std::string find_a_schedule(const FailedRun& run, const std::string& small) {
    const bool preset = find_preset(run.scenario.name) != nullptr;
    return wrapped("No schedule repeats this run. To find one that fails likewise, and does:", 2) +
           line(fmt::format("reckon explore --strategy {} --scenario {} --policy pct "
                            "--require {} -o {}",
                            run.strategy.name,
                            preset ? run.scenario.name + " --ships 4 --orders 20" : "FILE",
                            run.lacks ? "complete" : "faithful", small)) +
           line("reckon explain " + small);
}

}  // namespace

std::string case_beside(std::string_view recording) {
    return std::string{recording.substr(0, recording.rfind(".reckon"))} + ".case.json";
}

std::string next_commands(const FailedRun& run) {
    const bool is_kept = !run.kept.empty();
    const std::string name = is_kept ? run.kept : fmt::format("{}.reckon", run.strategy.name);
    const std::string file = shell_quoted(name);
    const std::string small = shell_quoted(case_beside(name));
    std::string out = "\n";
    if (!run.lifts) return out + find_a_schedule(run, small);
    out += is_kept ? "  Go on with\n" : keep_one(run, file) + "  and go on with\n";
    return out + line("reckon explain " + file) +
           line(fmt::format("reckon shrink {} -o {}", file, small)) +
           line("reckon reproduce " + small);
}

}  // namespace reckon
