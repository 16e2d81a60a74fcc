#include "core/report/tell_story.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/check/divergence.hpp"
#include "core/check/words.hpp"
#include "core/explore/task_words.hpp"
#include "core/report/escape.hpp"

namespace reckon {
namespace {

/// Where in a run each thing was done: rows, counted from 1; 0 if it never was.
class Rows {
public:
    explicit Rows(const ControlledRecording& run) {
        for (std::uint32_t row = 1; row <= run.made.size(); ++row) {
            const Made& made = run.made[row - 1];
            const Dot step{made.task, made.step};
            switch (made.kind) {
                case OperationKind::publish: publish_[step] = row; break;
                case OperationKind::receive: receive_[step] = row; break;
                case OperationKind::send: send_[step] = row; break;
                case OperationKind::deref: looks_[step].push_back(row); break;
                case OperationKind::push:
                case OperationKind::offer:
                case OperationKind::exchange:
                case OperationKind::lock: place_[step] = row; break;
                default: break;
            }
        }
    }

    [[nodiscard]] std::uint32_t publish(Dot dot) const { return found(publish_, dot); }
    [[nodiscard]] std::uint32_t receive(Dot dot) const { return found(receive_, dot); }
    [[nodiscard]] std::uint32_t send(Dot step) const { return found(send_, step); }

    /// Where the event took its place in the order of the log.
    [[nodiscard]] std::uint32_t place(Dot dot) const {
        const std::uint32_t shared = found(place_, dot);
        return shared != 0 ? shared : publish(dot);
    }

    /// The look of an event's k-th deref, of `count`; what was looked at before is discarded.
    [[nodiscard]] std::uint32_t look(Dot dot, std::size_t k, std::size_t count) const {
        const auto rows = looks_.find(dot);
        if (rows == looks_.end() || rows->second.size() < count) return 0;
        return rows->second[rows->second.size() - count + k];
    }

private:
    using Table = std::map<Dot, std::uint32_t>;

    static std::uint32_t found(const Table& table, Dot dot) {
        const auto row = table.find(dot);
        return row == table.end() ? 0 : row->second;
    }

    Table publish_;
    Table receive_;
    Table send_;
    Table place_;
    std::map<Dot, std::vector<std::uint32_t>> looks_;
};

/// The edge of the run that its replay does not keep, and how the replay came to break it.
struct Broken {
    DependencyEdge edge;
    std::string label;
    std::string sentence;
    std::size_t deref = 0;  ///< Of the event that read: which of its derefs.
};

class Teller {
public:
    Teller(const StrategyRecord& strategy, const Scenario& scenario, const Reproduced& reproduced)
        : strategy_{strategy},
          scenario_{scenario},
          run_{reproduced.run},
          verdict_{reproduced.verdict},
          rows_{reproduced.run},
          replayed_{replay(scenario, reproduced.run.log)},
          check_{telling_check(reproduced.verdict)} {}

    Story tell() {
        story_.scenario = scenario_.name;
        story_.strategy = strategy_.name;
        story_.check = check_ ? word(*check_) : "";
        story_.ship_count = scenario_.ship_count();
        const TaskId tasks = story_.ship_count + static_cast<TaskId>(scenario_.sources.size()) +
                             (strategy_.has_drain ? 1 : 0);
        for (TaskId task = 0; task < tasks; ++task) {
            story_.lane_names.push_back(lane_name(scenario_, task));
        }
        tell_lines();
        tell_events();
        tell_replay();
        tell_broken_edge();
        if (check_) story_.witness = sentence(verdict_[*check_].witness);
        if (!verdict_.serializable.cycle.empty()) {
            story_.cycle = sentence(verdict_.serializable.cycle);
        }
        story_.lesson = lesson();
        story_.ending = ending();
        return std::move(story_);
    }

private:
    static std::string sentence(std::string words) {
        if (words.empty() || words.back() == '.') return words;
        return words + '.';
    }

    [[nodiscard]] std::string name_of(Dot dot) const { return name(scenario_, dot); }

    [[nodiscard]] bool happened(Dot dot) const {
        return dot.version >= 1 && dot.version <= run_.history.ships[dot.ship].last();
    }

    [[nodiscard]] const State& state(Dot dot) const {
        return run_.history.ships[dot.ship].states[dot.version];
    }

    void tell_lines() {
        std::map<Dot, std::size_t> looked;
        std::size_t readings = 0;
        for (const Made& made : run_.made) {
            StoryLine line{.task = made.task, .did = {}, .replayed = {}};
            switch (made.kind) {
                case OperationKind::deref:
                    line.did = look_words(made, looked[{made.task, made.step}]++);
                    break;
                case OperationKind::publish: line.did = publish_words(made); break;
                case OperationKind::send: line.did = send_words(made); break;
                case OperationKind::receive: line.did = receive_words(made); break;
                case OperationKind::read_clock:
                case OperationKind::read_stepping_clock:
                    line.did =
                        fmt::format("reads the clock: {} ms", run_.schedule.readings[readings++]);
                    break;
                default: line.did = shared_words(made); break;
            }
            story_.lines.push_back(std::move(line));
        }
    }

    std::string look_words(const Made& made, std::size_t nth) {
        const std::string& other = scenario_.ships[made.object].name;
        const Dot self{made.task, made.step};
        if (!happened(self)) return "looks at " + other;
        const auto reads = run_.history.ships[self.ship].reads_of(self.version);
        const auto row = static_cast<std::uint32_t>(story_.lines.size() + 1);
        for (std::size_t k = 0; k < reads.size(); ++k) {
            if (rows_.look(self, k, reads.size()) != row) continue;
            story_.arrows.push_back({StoryArrow::Kind::deref,
                                     {reads[k].ship, rows_.publish(reads[k])},
                                     {self.ship, row},
                                     ""});
            return fmt::format("looks at {}: {}, {}", other, name_of(reads[k]),
                               brief(state(reads[k])));
        }
        return fmt::format("looks at {}, look {}, to decide anew later", other, nth + 1);
    }

    std::string publish_words(const Made& made) const {
        const Dot dot{made.task, made.step};
        return fmt::format("publishes {} ({}): {}", name_of(dot),
                           text(scenario_, run_.history.event(dot).order), brief(state(dot)));
    }

    std::string send_words(const Made& made) {
        const std::string& to = scenario_.ships[made.object].name;
        if (made.task >= scenario_.ship_count()) {
            const auto source = made.task - scenario_.ship_count();
            const Issue& issue = scenario_.sources[source][made.step - 1];
            return fmt::format("sends {} an order: {}", to, text(scenario_, issue.order));
        }
        const Order& order = scenario_.orders[run_.history.event({made.task, made.step}).order];
        return fmt::format("hails {}: {}", to, text(scenario_, order.sent));
    }

    std::string receive_words(const Made& made) {
        const Dot self{made.task, made.step};
        if (!happened(self)) return "receives an order";
        const Cause cause = run_.history.event(self).cause;
        const TaskId from =
            cause.is_hail() ? cause.sender().ship : scenario_.ship_count() + cause.source_index();
        const std::uint32_t step = cause.is_hail() ? cause.sender().version : cause.index() + 1;
        const auto row = static_cast<std::uint32_t>(story_.lines.size() + 1);
        story_.arrows.push_back(
            {StoryArrow::Kind::hail, {from, rows_.send({from, step})}, {self.ship, row}, ""});
        return fmt::format("receives the order of {}",
                           cause.is_hail() ? name_of(cause.sender()) : task_name(scenario_, from));
    }

    std::string shared_words(const Made& made) const {
        const bool step = made.task < scenario_.ship_count() && made.step > 0;
        const std::string what = step ? name_of({made.task, made.step}) : "an event";
        switch (made.kind) {
            case OperationKind::lock: return "takes the lock, for " + what;
            case OperationKind::unlock: return "gives the lock back";
            case OperationKind::push: return fmt::format("pushes {} on the queue", what);
            case OperationKind::pop: return "pops an event from the queue";
            case OperationKind::offer: return fmt::format("offers {} to the ring", what);
            case OperationKind::take: return "takes an event from the ring";
            case OperationKind::poll: return "takes what there may be from the queue";
            case OperationKind::load: return "reads where the log ends, for " + what;
            case OperationKind::exchange: return "tries to take the next place, for " + what;
            case OperationKind::store: return "stores to a shared atomic, for " + what;
            default: return std::string{word(made.kind)};
        }
    }

    void tell_events() {
        for (const ShipHistory& ship : run_.history.ships) {
            for (const Event& event : ship.events) {
                story_.events.push_back({.at = {event.dot.ship, rows_.publish(event.dot)},
                                         .dot = event.dot,
                                         .label = name_of(event.dot),
                                         .state = brief(state(event.dot))});
            }
        }
    }

    void tell_replay() {
        if (!replayed_ || (check_ && *check_ == Check::complete)) return;
        std::vector<std::size_t> told(story_.ship_count);  // By ship, reads.
        for (const std::uint32_t entry : replay_order(scenario_, run_.log)) {
            const Dot dot = run_.log.events[entry].dot;
            std::string words = name_of(dot) + ": ";
            bool other_reads = false;
            for (const Dot was : run_.history.ships[dot.ship].reads_of(dot.version)) {
                const Dot read{was.ship, replayed_->reads[dot.ship][told[dot.ship]++]};
                words += fmt::format("reads {}, ", name_of(read));
                other_reads = other_reads || read != was;
            }
            const State& is = replayed_->states[dot.ship][dot.version];
            words += brief(is);
            const bool other_state = is != state(dot);
            if (const std::uint32_t row = rows_.place(dot); row != 0) {
                story_.lines[row - 1].replayed = words;
                story_.lines[row - 1].diverges = other_reads || other_state;
            }
            story_.replay.push_back(std::move(words));
        }
    }

    std::optional<Broken> broken_edge() const {
        if (!check_ || *check_ == Check::complete || !replayed_) return std::nullopt;
        if (const auto found = first_other_reading(scenario_, run_.history, run_.log, *replayed_)) {
            return broken_reading(*found);
        }
        LogOrder order{run_.history, run_.log};
        const auto unkept = first_unkept_edge(run_.history, order);
        if (!unkept) return std::nullopt;
        const auto& [kind, from, to] = unkept->edge;
        return Broken{unkept->edge,
                      fmt::format("{}: the log does not put {} first", word(kind), name_of(from)),
                      fmt::format("{}: {} {}, so it comes after {}; but the log does not put {} "
                                  "before it.",
                                  word(kind), name_of(to),
                                  kind == EdgeKind::wr ? "read what " + name_of(from) + " made"
                                                       : "was hailed by " + name_of(from),
                                  name_of(from), name_of(from)),
                      0};
    }

    Broken broken_reading(const OtherReading& found) const {
        const DependencyEdge edge = found.edge();
        const bool by_clock = std::holds_alternative<ByClock>(run_.log.order);
        const auto reads = run_.history.ships[found.event.ship].reads_of(found.event.version);
        const auto deref =
            static_cast<std::size_t>(std::ranges::find(reads, found.was) - reads.begin());
        if (edge.kind == EdgeKind::rw) {
            const std::string why =
                by_clock ? fmt::format("its clock already counts {}", name_of(found.is))
                         : fmt::format("the log puts {} first", name_of(edge.to));
            return {edge, "rw: " + why,
                    fmt::format("rw: {} read {}, which {} replaced, so it comes before {}; but "
                                "{}, and the replay reads {}.",
                                name_of(edge.from), name_of(found.was), name_of(edge.to),
                                name_of(edge.to), why, name_of(found.is)),
                    deref};
        }
        return {edge, fmt::format("wr: the log puts {} later", name_of(edge.from)),
                fmt::format("wr: {} read {}, so it comes after the event that made it; but the "
                            "log puts that later, and the replay reads {}.",
                            name_of(edge.to), name_of(found.was), name_of(found.is)),
                deref};
    }

    void tell_broken_edge() {
        broken_ = broken_edge();
        if (!broken_) return;
        const auto& [kind, from, to] = broken_->edge;
        const auto look = [&](Dot event) {
            const auto reads = run_.history.ships[event.ship].reads_of(event.version);
            return StoryPoint{event.ship, rows_.look(event, broken_->deref, reads.size())};
        };
        const auto publish = [&](Dot event) {
            return StoryPoint{event.ship, rows_.publish(event)};
        };
        StoryArrow arrow{StoryArrow::Kind::broken, publish(from), publish(to), broken_->label};
        if (kind == EdgeKind::rw) arrow.from = look(from);
        if (kind == EdgeKind::wr) arrow.to = look(to);
        if (kind == EdgeKind::message) {
            arrow.from = {from.ship, rows_.send(from)};
            arrow.to = {to.ship, rows_.receive(to)};
        }
        story_.arrows.push_back(std::move(arrow));
        story_.edge = broken_->sentence;
    }

    /// What a strategy would have had to record.
    std::string lesson() const {
        if (!check_) return "";
        if (*check_ == Check::complete) {
            return "A log would have had to keep each event once, each ship's in their order.";
        }
        if (*check_ == Check::strict) {
            return "A log would have had to say in which order states were published: a place in "
                   "one order, taken together with each publish, as under one lock.";
        }
        if (!broken_) return "";
        const auto& [kind, from, to] = broken_->edge;
        if (kind == EdgeKind::message) {
            return fmt::format(
                "A log would have had to say that {} was brought about by {}, or to "
                "take an event's place only after that of what caused it.",
                name_of(to), name_of(from));
        }
        const Dot reader = kind == EdgeKind::rw ? from : to;
        const auto read = run_.history.ships[reader.ship].reads_of(reader.version)[broken_->deref];
        if (*check_ == Check::causal) {
            return fmt::format("A log would have had to put {} after what it read, {}.",
                               name_of(reader), name_of(read));
        }
        std::string words = fmt::format(
            "A log would have had to say that {} read {}: the version of each deref, as `deps` "
            "records it.",
            name_of(reader), name_of(read));
        return words + (verdict_.serializable.outcome == Outcome::holds
                            ? " Or to hold others off from the look to the record, as `mutex` does."
                            : " No order of whole events would do: the run has a cycle.");
    }

    std::string ending() const {
        std::string words;
        for (const Stopped& stopped : run_.stopped) {
            words += fmt::format("{} stops for good, before it can {}. ",
                                 task_name(scenario_, stopped.at.task),
                                 operation_words(scenario_, stopped.before));
        }
        if (run_.end == RunEnd::deadlock) {
            words += "Nobody can move: " + waiting_words(scenario_, run_.waiting) + ". ";
        }
        if (run_.end == RunEnd::too_long) words += "The run was cut at its bound on operations. ";
        if (!words.empty()) words.pop_back();
        return words;
    }

    const StrategyRecord& strategy_;
    const Scenario& scenario_;
    const ControlledRecording& run_;
    const Verdict& verdict_;
    Rows rows_;
    Result<Replay> replayed_;
    std::optional<Check> check_;
    std::optional<Broken> broken_;
    Story story_;
};

/// Is this what a source or the drain is called, or would be with "ship" before it?
bool like_another_task(std::string_view name) {
    constexpr std::string_view ship = "ship ", source = "source ";
    while (name.starts_with(ship)) name.remove_prefix(ship.size());
    if (name == "drain" || name == "the drain") return true;
    return name.starts_with(source) &&
           name.find_first_not_of("0123456789", source.size()) == name.npos;
}

}  // namespace

std::string lane_name(const Scenario& scenario, TaskId task) {
    std::string name = task_name(scenario, task);
    const bool ship = task < scenario.ships.size();
    return ship && like_another_task(plain(name)) ? "ship " + name : name;
}

Story tell_story(const StrategyRecord& strategy, const Scenario& scenario,
                 const Reproduced& reproduced) {
    return Teller{strategy, scenario, reproduced}.tell();
}

}  // namespace reckon
