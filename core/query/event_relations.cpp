#include "core/query/relations.hpp"

#include <fmt/format.h>

namespace reckon {
namespace {

// The keys of a table of events stand first, in this order.
constexpr std::size_t entry_key = 0;
constexpr std::size_t ship_key = 1;
constexpr std::size_t version_key = 2;
constexpr std::size_t other_ship_key = 3;  // Of what was read, or who hailed.
constexpr std::size_t other_version_key = 4;

using Asked = std::span<const Interval>;

WantedEvents by_event(Asked asked) {
    return {.dots = {asked[ship_key], asked[version_key]}, .entries = asked[entry_key]};
}

WantedEvents by_event_or_read(Asked asked) {
    WantedEvents wanted = by_event(asked);
    wanted.read = {asked[other_ship_key], asked[other_version_key]};
    return wanted;
}

/// A hail that brought nothing has a ship but no version: asked for by ship alone, all are wanted.
WantedEvents by_hail(Asked asked) {
    WantedEvents wanted = by_event(asked);
    const Interval& versions = asked[version_key];
    if (versions.low == INT64_MIN && versions.high == INT64_MAX) wanted.dots = {};
    wanted.sender = {asked[other_ship_key], asked[other_version_key]};
    return wanted;
}

struct EventRow {
    const Scenario* scenario;
    EventRows* rows;
    std::size_t read = 0;  ///< Of a table of reads: which of those that are wanted.
    HailRow hail;          ///< Of a table of hails.

    [[nodiscard]] const Event& event() const { return rows->event(); }
    [[nodiscard]] RowValue told() const { return text(*scenario, event().order); }
    [[nodiscard]] const Order* order() const { return &scenario->orders[event().order]; }
    /// Of version 0 if there is none.
    [[nodiscard]] Dot before_on_chain() const { return rows->chain().value_or(Chain{}).before; }
    [[nodiscard]] Dot what_was_read() const { return rows->reads()[read]; }
};

/// What the walks over events, reads and hails have in common.
class EventWalk : public RowWalk<EventRow> {
public:
    EventWalk(const EventSource& source, const WantedEvents& wanted)
        : rows_{source.rows(wanted)}, row_{.scenario = &source.scenario(), .rows = rows_.get()} {}

    bool next() override { return rows_->next(); }
    [[nodiscard]] const EventRow& row() const override { return row_; }

protected:
    std::unique_ptr<EventRows> rows_;
    EventRow row_;
};

class ReadWalk final : public EventWalk {
public:
    using EventWalk::EventWalk;
    bool next() override {
        if (++row_.read < left_) return true;
        do {
            if (!rows_->next()) return false;
            left_ = rows_->reads().size();
        } while (left_ == 0);
        row_.read = 0;
        return true;
    }

private:
    std::size_t left_ = 0;
};

class HailWalk final : public EventWalk {
public:
    using EventWalk::EventWalk;
    bool next() override {
        for (;;) {
            if (unanswered_) {
                row_.hail = *std::exchange(unanswered_, std::nullopt);
                return true;
            }
            if (!rows_->next()) return false;
            unanswered_ = rows_->unanswered();
            if (const auto received = rows_->received()) {
                row_.hail = *received;
                return true;
            }
        }
    }

private:
    std::optional<HailRow> unanswered_;
};

struct StateRow {
    Dot dot;
    std::uint64_t entry = 0;
    State state;
};

/// The initial states, then those that events made.
class StateWalk final : public RowWalk<StateRow> {
public:
    StateWalk(const EventSource& source, Asked asked)
        : scenario_{source.scenario()}, rows_{source.rows(by_event(asked))} {
        const Interval& ships = asked[ship_key];
        const bool initial = asked[version_key].low <= 0 && asked[entry_key].low <= 0;
        initial_end_ = initial ? scenario_.ship_count() : 0;
        if (!ships.is_one()) return;
        initial_ = static_cast<ShipId>(ships.low);
        initial_end_ = std::min(initial_end_, initial_ + 1);
    }

    bool next() override {
        if (initial_ < initial_end_) {
            row_ = {{initial_, 0}, 0, scenario_.ships[initial_].initial};
            ++initial_;
            return true;
        }
        if (!rows_->next()) return false;
        row_ = {rows_->event().dot, rows_->entry(), rows_->after()};
        return true;
    }
    [[nodiscard]] const StateRow& row() const override { return row_; }

private:
    const Scenario& scenario_;
    std::unique_ptr<EventRows> rows_;
    ShipId initial_ = 0;
    ShipId initial_end_ = 0;
    StateRow row_;
};

template <class Walk>
auto walk(const EventSource& source, WantedEvents (*wanted)(Asked)) {
    return [&source, wanted](Asked asked) -> std::unique_ptr<RowWalk<EventRow>> {
        return std::make_unique<Walk>(source, wanted(asked));
    };
}

auto cost(const EventSource& source, WantedEvents (*wanted)(Asked)) {
    return [&source, wanted](Asked asked) { return source.cost(wanted(asked)); };
}

RowValue stamp_of(const EventRow& row) {
    const auto stamp = row.rows->stamp();
    if (!stamp) return {};
    if (*stamp > INT64_MAX) return fmt::format("{:020}", *stamp);
    return whole(*stamp);
}

RowValue cause_word(const EventRow& row) {
    const Cause cause = row.event().cause;
    if (cause.is_plan()) return std::string_view{"plan"};
    if (cause.is_hail()) return std::string_view{"hail"};
    return cause.is_source() ? RowValue{std::string_view{"source"}} : RowValue{};
}

using EventColumns = std::vector<ColumnOf<EventRow>>;

/// entry, ship, version: of the event.
EventColumns event_columns(std::string_view entry, std::string_view ship,
                           std::string_view version) {
    return {{{"entry", "INTEGER", Key::number, entry},
             [](const EventRow& row) { return whole(row.rows->entry()); }},
            {{"ship", "TEXT", Key::ship, ship},
             [](const EventRow& row) { return name_of(*row.scenario, row.event().dot.ship); }},
            {{"version", "INTEGER", Key::number, version},
             [](const EventRow& row) { return whole(row.event().dot.version); }}};
}

void add_cause(EventColumns& columns) {
    columns.push_back(
        {{"cause", "TEXT", Key::none, "what brought the order: plan, source or hail"}, cause_word});
    columns.push_back({{"cause_ship", "TEXT", Key::none, "of a hail: who sent it"},
                       [](const EventRow& row) -> RowValue {
                           const Cause cause = row.event().cause;
                           if (!cause.is_hail()) return {};
                           return name_of(*row.scenario, cause.sender().ship);
                       }});
    columns.push_back({{"cause_version", "INTEGER", Key::none, "of a hail: by which event"},
                       [](const EventRow& row) -> RowValue {
                           const Cause cause = row.event().cause;
                           return cause.is_hail() ? whole(cause.sender().version) : RowValue{};
                       }});
    columns.push_back({{"source", "INTEGER", Key::none, "of a source: which, counted from 0"},
                       [](const EventRow& row) -> RowValue {
                           const Cause cause = row.event().cause;
                           return cause.is_source() ? whole(cause.source_index()) : RowValue{};
                       }});
    columns.push_back({{"cause_index", "INTEGER", Key::none,
                        "of a plan or a source: the how manieth order in it, counted from 0"},
                       [](const EventRow& row) -> RowValue {
                           const Cause cause = row.event().cause;
                           if (cause.is_hail() || cause.is_none()) return {};
                           return whole(cause.index());
                       }});
}

std::unique_ptr<Relation> events_table(const EventSource& source) {
    EventColumns columns = event_columns("place in the log's order, counted from 1",
                                         "whose event it is", "the version that it made");
    columns.push_back({{"told", "TEXT", Key::none, "the order in words: follow Berta"},
                       [](const EventRow& row) { return row.told(); }});
    add_fields(columns, order_fields(), [](const EventRow& row) { return row.order(); });
    add_cause(columns);
    columns.push_back(
        {{"stamp", "", Key::none,
          "what the strategy stamped it with, of a log by stamp: a number; from 2^63 on a text of "
          "20 digits, which comes after all numbers"},
         stamp_of});
    columns.push_back(
        {{"was_refused", "INTEGER", Key::none, "1 if the order made no sense, else 0"},
         [](const EventRow& row) {
             return whole(was_refused(row.rows->before(), row.rows->after()));
         }});
    columns.push_back({{"chain", "INTEGER", Key::none,
                        "events on the longest causal chain that ends here, itself included; null "
                        "of a log that is read as it comes"},
                       [](const EventRow& row) -> RowValue {
                           const auto chain = row.rows->chain();
                           return chain ? whole(chain->length) : RowValue{};
                       }});
    columns.push_back({{"chain_ship", "TEXT", Key::none, "the event before it on that chain: ship"},
                       [](const EventRow& row) -> RowValue {
                           const Dot before = row.before_on_chain();
                           if (before.version == 0) return {};
                           return name_of(*row.scenario, before.ship);
                       }});
    columns.push_back({{"chain_version", "INTEGER", Key::none, "and version"},
                       [](const EventRow& row) -> RowValue {
                           const Dot before = row.before_on_chain();
                           return before.version == 0 ? RowValue{} : whole(before.version);
                       }});
    return std::make_unique<RelationOf<EventRow>>(RelationParts<EventRow>{
        "events",
        "What happened, in the order of the log; of a partial order, in one that it allows",
        std::move(columns), cost(source, by_event), walk<EventWalk>(source, by_event),
        [](const EventRow& row) { return static_cast<std::int64_t>(row.rows->entry()); }});
}

std::unique_ptr<Relation> states_table(const EventSource& source) {
    const Scenario* scenario = &source.scenario();
    std::vector<ColumnOf<StateRow>> columns{
        {{"entry", "INTEGER", Key::number, "place in the log's order; 0 of an initial state"},
         [](const StateRow& row) { return whole(row.entry); }},
        {{"ship", "TEXT", Key::ship, "whose state it is"},
         [scenario](const StateRow& row) { return name_of(*scenario, row.dot.ship); }},
        {{"version", "INTEGER", Key::number, "how many events the ship has had; 0 at first"},
         [](const StateRow& row) { return whole(row.dot.version); }}};
    add_fields(columns, state_fields(), [](const StateRow& row) { return &row.state; });
    return std::make_unique<RelationOf<StateRow>>(RelationParts<StateRow>{
        "states", "The states of ships as replayed, one a version", std::move(columns),
        cost(source, by_event),
        [&source](Asked asked) -> std::unique_ptr<RowWalk<StateRow>> {
            return std::make_unique<StateWalk>(source, asked);
        },
        [](const StateRow& row) {
            const auto entry = static_cast<std::int64_t>(row.entry);
            return entry > 0 ? entry : -static_cast<std::int64_t>(row.dot.ship) - 1;
        }});
}

std::unique_ptr<Relation> reads_table(const EventSource& source) {
    EventColumns columns =
        event_columns("the reader's place in the log's order", "who read", "by which event");
    columns.push_back(
        {{"read_ship", "TEXT", Key::ship, "whose state was read"},
         [](const EventRow& row) { return name_of(*row.scenario, row.what_was_read().ship); }});
    columns.push_back({{"read_version", "INTEGER", Key::number, "at which version"},
                       [](const EventRow& row) { return whole(row.what_was_read().version); }});
    columns.push_back(
        {{"k", "INTEGER", Key::none, "the how manieth read of the event, from 1"},
         [](const EventRow& row) { return whole(row.rows->reads_before() + row.read + 1); }});
    columns.push_back({{"overwritten", "INTEGER", Key::none,
                        "1 if the log's order has a later version of the ship before the reader; "
                        "null of a partial order"},
                       [](const EventRow& row) -> RowValue {
                           const auto replaced = row.rows->replaced(row.what_was_read());
                           return replaced ? whole(*replaced ? 1 : 0) : RowValue{};
                       }});
    return std::make_unique<RelationOf<EventRow>>(RelationParts<EventRow>{
        "reads", "What derefs returned, as the log names it or has it replayed", std::move(columns),
        cost(source, by_event_or_read), walk<ReadWalk>(source, by_event_or_read),
        [](const EventRow& row) {
            const std::uint64_t read = row.rows->reads_before() + row.read;
            return static_cast<std::int64_t>(row.rows->entry() * derefs_max + read);
        }});
}

std::unique_ptr<Relation> hails_table(const EventSource& source) {
    EventColumns columns{
        {{"entry", "INTEGER", Key::number, "where the log has what it brought; null: nowhere"},
         [](const EventRow& row) {
             return row.hail.event ? whole(row.rows->entry()) : RowValue{};
         }},
        {{"ship", "TEXT", Key::ship, "who was hailed"},
         [](const EventRow& row) { return name_of(*row.scenario, row.hail.to); }},
        {{"version", "INTEGER", Key::number, "the event that it brought; null: none"},
         [](const EventRow& row) {
             return row.hail.event ? whole(row.hail.event->version) : RowValue{};
         }},
        {{"sender", "TEXT", Key::ship, "who hailed"},
         [](const EventRow& row) { return name_of(*row.scenario, row.hail.sender.ship); }},
        {{"sender_version", "INTEGER", Key::number, "by which event"},
         [](const EventRow& row) { return whole(row.hail.sender.version); }},
        {{"told", "TEXT", Key::none, "the order sent, in words"},
         [](const EventRow& row) { return RowValue{text(*row.scenario, row.hail.order)}; }}};
    add_fields(columns, order_fields(),
               [](const EventRow& row) { return &row.scenario->orders[row.hail.order]; });
    columns.push_back(
        {{"sent", "INTEGER", Key::none, "0 if its sender, as replayed, did not send it; else 1"},
         [](const EventRow& row) { return whole(row.hail.sent ? 1 : 0); }});
    return std::make_unique<RelationOf<EventRow>>(RelationParts<EventRow>{
        "hails", "Orders that ships sent each other", std::move(columns), cost(source, by_hail),
        walk<HailWalk>(source, by_hail),
        // An event was hailed once, and hails once.
        [](const EventRow& row) {
            const std::uint64_t twice = row.rows->entry() * 2;
            return static_cast<std::int64_t>(twice + (row.hail.event ? 1 : 0));
        }});
}

}  // namespace

std::vector<std::unique_ptr<Relation>> event_relations(const EventSource& source) {
    std::vector<std::unique_ptr<Relation>> tables;
    tables.push_back(events_table(source));
    tables.push_back(states_table(source));
    tables.push_back(reads_table(source));
    tables.push_back(hails_table(source));
    return tables;
}

}  // namespace reckon
