#include "core/report/changed_past_json.hpp"

#include "core/check/words.hpp"
#include "core/world/port.hpp"

namespace reckon {
namespace {

Json state_json(const State* state) {
    return state == nullptr ? Json() : Json(text(*state));
}

class Writer {
public:
    explicit Writer(const ChangedPast& past) : past_{past}, scenario_{past.scenario} {}

    [[nodiscard]] Json change() const {
        const auto& [kind, at, order] = past_.branch.change;
        return {{"kind", word(kind)},
                {"at", dot(at)},
                {"order", order_json(order)},
                {"words", change_words(past_)}};
    }

    [[nodiscard]] Json affected() const {
        Json all = Json::array();
        for (const Affected& one : past_.branch.affected) {
            const State* const was = recorded_after(past_, one);
            all.push_back(
                {{"event", dot(one.recorded)},
                 {"branch_event", dot(one.now)},
                 {"fate", word(one.fate)},
                 {"order", order_json(recorded_order(past_, one))},
                 {"branch_order", order_json(one.in_branch() ? one.order : no_order)},
                 {"before", state_json(recorded_before(one))},
                 {"after", state_json(was)},
                 {"branch_before", text(one.before)},
                 {"branch_after", text(one.after)},
                 {"difference", was == nullptr ? Json() : Json(difference(*was, one.after))}});
        }
        return all;
    }

    [[nodiscard]] Json ships() const {
        Json all = Json::array();
        const auto at = [&](std::optional<std::uint32_t> index) {
            if (!index) return Json();
            const Affected& one = past_.branch.affected[*index];
            return dot(one.recorded.version > 0 ? one.recorded : one.now);
        };
        for (const ChangedShip& ship : past_.branch.ships) {
            all.push_back({{"ship", scenario_.ships[ship.ship].name},
                           {"recorded", text(ship.recorded)},
                           {"branch", text(ship.branch)},
                           {"difference", difference(ship.recorded, ship.branch)},
                           {"diverged", at(ship.diverged)},
                           {"returned", at(ship.returned)}});
        }
        return all;
    }

    [[nodiscard]] Json hails(const std::vector<ChangedHail>& hails) const {
        Json all = Json::array();
        for (const ChangedHail& one : hails) {
            all.push_back({{"sender", dot(one.sender)},
                           {"ship", scenario_.ships[one.hail.to].name},
                           {"order", order_json(one.hail.order)},
                           {"event", dot(one.event)}});
        }
        return all;
    }

    [[nodiscard]] Json effects() const {
        if (!past_.answers) return {};
        const Answers& answers = *past_.answers;
        Json elsewhere = Json::array();
        for (const auto& [effect, was, now] : answers.elsewhere) {
            Json one = effect_json(effect);
            one["port"] = ports()[was].name;
            one["branch_port"] = ports()[now].name;
            elsewhere.push_back(std::move(one));
        }
        Json unanswered = Json::array();
        for (const auto& [event, port] : answers.unanswered) {
            unanswered.push_back({{"branch_event", dot(event)}, {"port", ports()[port].name}});
        }
        Json past_recall = Json::array();
        for (const Effect& effect : answers.past_recall) past_recall.push_back(effect_json(effect));
        return {{"from_log", answers.from_log},
                {"elsewhere", std::move(elsewhere)},
                {"unanswered", std::move(unanswered)},
                {"past_recall", std::move(past_recall)}};
    }

private:
    [[nodiscard]] Json dot(Dot dot) const {
        return dot.version == 0 ? Json() : Json(name(scenario_, dot));
    }

    [[nodiscard]] Json order_json(OrderId order) const {
        return order == no_order ? Json() : Json(text(scenario_, order));
    }

    [[nodiscard]] const State* recorded_before(const Affected& one) const {
        if (one.recorded.version == 0) return nullptr;
        return &past_.replay.states[one.recorded.ship][one.recorded.version - 1];
    }

    /// Results may be any number of 64 bits: a string, which nobody rounds.
    [[nodiscard]] Json effect_json(const Effect& effect) const {
        return {{"event", dot(effect.event)}, {"result", std::to_string(effect.result)}};
    }

    const ChangedPast& past_;
    const Scenario& scenario_;
};

}  // namespace

void add_changed_past(Json& result, const ChangedPast& past) {
    const Writer writer{past};
    const Branch& branch = past.branch;
    add_scenario(result, past.scenario);
    result["strategy"] = past.origin.strategy;
    result["change"] = writer.change();
    result["events"] = branch.recorded_events;
    result["branch_events"] = branch.events;
    result["executed"] = branch.executed;
    result["brings_back"] = past.brings_back ? Json(*past.brings_back) : Json();
    result["affected_ships"] = writer.ships();
    result["affected"] = writer.affected();
    result["hails_sent"] = writer.hails(branch.sent);
    result["hails_withdrawn"] = writer.hails(branch.withdrawn);
    result["effects"] = writer.effects();
    result["recording"] = past.kept.empty() ? Json() : Json(past.kept);
}

}  // namespace reckon
