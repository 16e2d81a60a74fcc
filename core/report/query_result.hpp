#pragma once
/// What a query gives, as a table, as CSV or as JSON.

#include <functional>

#include "core/query/query.hpp"
#include "core/report/json.hpp"
#include "core/report/table.hpp"

namespace reckon {

/// Rows that are held until all have come. More than rows_max are an error of kind bound.
class HeldResult : public QueryResult {
public:
    static constexpr std::size_t rows_max = 1U << 20;

    [[nodiscard]] std::optional<Error> row(std::span<const QueryValue> values) final;

protected:
    virtual void add(std::span<const QueryValue> values) = 0;

private:
    std::size_t rows_ = 0;
};

/// Columns of numbers alone stand to the right; null is a dash.
class TableResult final : public HeldResult {
public:
    void names(std::vector<std::string> columns) override;
    [[nodiscard]] std::string text(Ink ink) const;

private:
    void add(std::span<const QueryValue> values) override;

    std::vector<std::string> names_;
    std::vector<bool> numbers_;
    std::vector<std::vector<std::string>> rows_;
};

/// "columns": names, "rows": lists of values. A whole number beyond 2^53 is a text, and bytes are
/// one of hexadecimal digits; what is infinite is null.
class JsonResult final : public HeldResult {
public:
    void names(std::vector<std::string> columns) override;
    void add_to(Json& json);

private:
    void add(std::span<const QueryValue> values) override;

    Json columns_ = Json::array();
    Json rows_ = Json::array();
};

/// Each row as it comes, after one of names. Null is nothing, an empty text is "".
///
/// Source  RFC 4180, but that lines end as they do in text files.
class CsvResult final : public QueryResult {
public:
    explicit CsvResult(std::function<void(const std::string&)> put) : put_{std::move(put)} {}

    void names(std::vector<std::string> columns) override;
    [[nodiscard]] std::optional<Error> row(std::span<const QueryValue> values) override;

private:
    std::function<void(const std::string&)> put_;
};

}  // namespace reckon
