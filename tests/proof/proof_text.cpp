#include "tests/proof/proof_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/world/scenario_json.hpp"

namespace reckon {
namespace {

using Align = Table::Align;

std::string broken_text(const ProofCell& cell, const Scenario& scenario) {
    const FailedSchedule& failure = cell.first_broken->failure;
    const TaskCounts tasks{scenario.ship_count(),
                           static_cast<std::uint32_t>(scenario.sources.size()),
                           cell.strategy->has_drain};
    std::string out = fmt::format("{} on {}, which claims {}, is broken on {} of {} scenarios.\n",
                                  cell.strategy->name, word(cell.interaction), word(cell.claim()),
                                  cell.claim_broken, cell.scenarios);
    for (const Check check : all_checks) {
        const Finding& finding = failure.verdict[check];
        if (!promises(cell.claim(), check) || finding.outcome != Outcome::fails) continue;
        out += fmt::format("  {} fails: {}\n", word(check), finding.witness);
    }
    return out + fmt::format("  schedule {} (broken on {} classes of this scenario)\n{}\n",
                             one_line(failure.deviations, tasks), cell.first_broken->classes,
                             to_json(scenario));
}

std::string result_of(const ProofCell& cell) {
    std::string result = cell.claim() == Fidelity::nothing ? "none" : "holds";
    if (cell.claim_broken > 0) result = fmt::format("BROKEN on {}", cell.claim_broken);
    if (cell.cut > 0) result += fmt::format(", CUT on {}", cell.cut);
    return result;
}

std::string claims_table(std::span<const ProofCell> cells) {
    Table table{{Align::left, Align::left, Align::left, Align::right, Align::right, Align::right,
                 Align::right, Align::left, Align::left}};
    table.row(
        {"strategy", "class", "claims", "tried", "not", "schedules", "most", "unbroken", "claim"});
    for (const ProofCell& cell : cells) {
        table.row({std::string{cell.strategy->name}, std::string{word(cell.interaction)},
                   std::string{word(cell.claim())}, std::to_string(cell.scenarios),
                   std::to_string(cell.left_out), std::to_string(cell.classes),
                   std::to_string(cell.classes_max), std::string{word(unbroken(cell))},
                   result_of(cell)});
    }
    return table.text(Table::unfolded);
}

/// "·" where the check is claimed.
std::string exactness_table(std::span<const ProofCell> cells) {
    std::vector<Align> align{Align::left, Align::left};
    std::vector<std::string> head{"strategy", "class"};
    for (const Check check : all_checks) {
        align.push_back(Align::right);
        head.emplace_back(word(check));
    }
    align.insert(align.end(), {Align::right, Align::right});
    head.insert(head.end(), {"of", "strict of"});
    Table table{align};
    table.row(head);
    for (const ProofCell& cell : cells) {
        if (cell.claim() == Fidelity::strict) continue;
        std::vector<std::string> row{std::string{cell.strategy->name},
                                     std::string{word(cell.interaction)}};
        for (const Check check : all_checks) {
            row.push_back(promises(cell.claim(), check)
                              ? "·"
                              : std::to_string(cell.broken[static_cast<std::size_t>(check)]));
        }
        row.push_back(std::to_string(cell.scenarios));
        row.push_back(std::to_string(cell.strict_judged));
        table.row(std::move(row));
    }
    return table.text(Table::unfolded);
}

bool left_out(std::span<const ProofCell> cells) {
    return std::ranges::any_of(cells, [](const ProofCell& cell) { return cell.left_out > 0; });
}

std::string sentence(std::span<const ProofCell> cells, ProvenOn on) {
    const std::string tried = on.tried == on.all
                                  ? fmt::format("all {} scenarios", on.all)
                                  : fmt::format("a sample of {} of {} scenarios", on.tried, on.all);
    switch (outcome_of(cells)) {
        case Outcome::holds:
            return fmt::format("Every claim holds on every schedule of {}{}.\n", tried,
                               left_out(cells) ? ", but for those not tried" : "");
        case Outcome::fails: return fmt::format("A claim is broken, tried on {}.\n", tried);
        case Outcome::undecided: break;
    }
    return fmt::format("No claim is broken on {}, but not every schedule was tried.\n", tried);
}

}  // namespace

Fidelity unbroken(const ProofCell& cell) {
    for (const Fidelity most : {Fidelity::strict, Fidelity::faithful, Fidelity::view,
                                Fidelity::causal, Fidelity::complete}) {
        const bool held = std::ranges::none_of(all_checks, [&](Check check) {
            return promises(most, check) && cell.broken[static_cast<std::size_t>(check)] > 0;
        });
        if (held) return most;
    }
    return Fidelity::nothing;
}

std::string proof_text(std::span<const ProofCell> cells, std::span<const Scenario> scenarios,
                       ProvenOn on) {
    std::string out;
    for (const ProofCell& cell : cells) {
        if (cell.first_broken) {
            out += broken_text(cell, scenarios[cell.first_broken->scenario]) + '\n';
        }
        if (!cell.first_trouble.empty()) {
            out += fmt::format("{} on {}: {}\n", cell.strategy->name, word(cell.interaction),
                               cell.first_trouble);
        }
    }
    out +=
        "Claims: scenarios tried, and not tried for they have too many events; classes of\n"
        "schedules, in all and of one scenario at most; the most that no schedule broke.\n\n" +
        claims_table(cells) +
        "\nWhat is not claimed: on how many scenarios some schedule breaks it.\n\n" +
        exactness_table(cells) + '\n';
    return out + sentence(cells, on);
}

Outcome outcome_of(std::span<const ProofCell> cells) {
    auto worst = Outcome::holds;
    for (const ProofCell& cell : cells) {
        if (cell.claim_broken > 0) worst = std::max(worst, Outcome::fails);
        if (cell.cut > 0) worst = std::max(worst, Outcome::undecided);
    }
    return worst;
}

}  // namespace reckon
