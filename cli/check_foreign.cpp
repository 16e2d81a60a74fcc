#include "cli/check_foreign.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/export/foreign_log.hpp"
#include "core/report/escape.hpp"

namespace reckon {
namespace {

std::string title(const ForeignExecution& execution) {
    return execution.name.empty() ? "The log" : "\"" + plain(execution.name) + "\"";
}

std::string finding_text(const ForeignExecution& execution, const Finding& finding) {
    std::string_view says = "is causally sound";
    if (finding.outcome == Outcome::fails) says = "is not causally sound";
    if (finding.outcome == Outcome::undecided) says = "is undecided";
    std::string text = fmt::format("{} {}: {} events of {} hosts", title(execution), says,
                                   execution.log.size(), execution.log.hosts.size());
    text += finding.witness.empty() ? ".\n" : ".\n  " + plain(finding.witness) + ".\n";
    return text;
}

Json finding_json(const ForeignExecution& execution, const Finding& finding) {
    return {{"execution", execution.name},
            {"events", execution.log.size()},
            {"hosts", execution.log.hosts.size()},
            {"sound", word(finding.outcome)},
            {"witness", finding.witness.empty() ? Json() : Json(finding.witness)}};
}

}  // namespace

ExitCode check_foreign(const Session& session, const std::string& file, const std::string& format) {
    const ForeignFormat* found = find_foreign_format(format);
    if (found == nullptr) {
        std::vector<std::string_view> names;
        for (const ForeignFormat& each : foreign_formats()) names.push_back(each.name);
        return report({"--from", fmt::format("\"{}\"", format),
                       fmt::format("one of {}", fmt::join(names, ", "))});
    }
    const auto executions = found->read(file);
    if (!executions) return report(executions.error());
    auto worst = Outcome::holds;
    Json findings = Json::array();
    std::string text;
    for (const ForeignExecution& execution : *executions) {
        const Finding finding = judge_clocks(execution.log);
        worst = std::max(worst, finding.outcome);
        findings.push_back(finding_json(execution, finding));
        text += finding_text(execution, finding);
    }
    if (session.json) {
        Json json = results_head("check", session.command_line);
        json["from"] = format;
        json["file"] = file;
        json["sound"] = word(worst);
        json["executions"] = std::move(findings);
        print(json);
    } else {
        print(text);
    }
    return exit_code(worst);
}

}  // namespace reckon
