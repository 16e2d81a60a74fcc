#pragma once
/// Questions put to a log, and their answers as text.

#include <fmt/format.h>

#include "core/query/query.hpp"
#include "core/query/replayed_events.hpp"

namespace reckon {

using Answer = std::vector<std::vector<std::string>>;

/// Holds all rows; null is "null".
class AnswerResult final : public QueryResult {
public:
    void names(std::vector<std::string> columns) override { columns_ = std::move(columns); }

    std::optional<Error> row(std::span<const QueryValue> values) override {
        std::vector<std::string> row;
        for (const QueryValue& value : values) row.push_back(std::visit(Words{}, value));
        rows.push_back(std::move(row));
        return std::nullopt;
    }

    Answer rows;

private:
    struct Words {
        std::string operator()(std::monostate) const { return "null"; }
        std::string operator()(std::int64_t value) const { return fmt::format("{}", value); }
        std::string operator()(double value) const { return fmt::format("{}", value); }
        std::string operator()(std::string_view value) const { return std::string{value}; }
        std::string operator()(const Blob& blob) const {
            return fmt::format("{} bytes", blob.bytes.size());
        }
    };

    std::vector<std::string> columns_;
};

/// A scenario and a log that can be asked.
class Asked {
public:
    Asked(const Scenario& scenario, const Log& log, std::span<const Cut> observed = {})
        : scenario_{scenario},
          events_{std::move(*ReplayedEvents::of(scenario, log))},
          relations_{relations_of(*events_, observed)} {}

    [[nodiscard]] Result<Answer> ask(std::string_view sql, QueryBounds bounds = {}) const {
        AnswerResult result;
        if (auto error = query(relations_, scenario_, sql, bounds, result)) {
            return fail(std::move(*error));
        }
        return std::move(result.rows);
    }

    [[nodiscard]] const std::vector<std::unique_ptr<Relation>>& relations() const {
        return relations_;
    }

private:
    const Scenario& scenario_;
    std::unique_ptr<ReplayedEvents> events_;
    std::vector<std::unique_ptr<Relation>> relations_;
};

}  // namespace reckon
