#include "core/report/query_result.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/report/escape.hpp"

namespace reckon {
namespace {

std::string hexadecimal(const Blob& blob) {
    std::string digits;
    for (const std::byte byte : blob.bytes) {
        digits += fmt::format("{:02x}", std::to_integer<unsigned>(byte));
    }
    return digits;
}

bool is_null(const QueryValue& value) {
    return std::holds_alternative<std::monostate>(value);
}

bool is_number(const QueryValue& value) {
    return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

std::string words(const QueryValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return fmt::format("{}", *number);
    if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    if (const auto* text = std::get_if<std::string_view>(&value)) return std::string{*text};
    if (const auto* blob = std::get_if<Blob>(&value)) return hexadecimal(*blob);
    return "";
}

Json json(const QueryValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        constexpr std::int64_t exact = std::int64_t{1} << 53;
        if (*number > exact || *number < -exact) return words(value);
        return *number;
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return std::isfinite(*real) ? Json(*real) : Json();
    }
    return is_null(value) ? Json() : Json(words(value));
}

}  // namespace

std::optional<Error> HeldResult::row(std::span<const QueryValue> values) {
    if (++rows_ > rows_max) {
        return Error{"SQL", fmt::format("more than {} rows", rows_max),
                     "fewer, or --csv, which holds none", Error::Kind::bound};
    }
    add(values);
    return std::nullopt;
}

void TableResult::names(std::vector<std::string> columns) {
    names_ = std::move(columns);
    numbers_.assign(names_.size(), true);
}

void TableResult::add(std::span<const QueryValue> values) {
    std::vector<std::string> row;
    for (std::size_t i = 0; i < values.size(); ++i) {
        numbers_[i] = numbers_[i] && (is_null(values[i]) || is_number(values[i]));
        row.push_back(is_null(values[i]) ? "–" : plain(words(values[i])));
    }
    rows_.push_back(std::move(row));
}

std::string TableResult::text(Ink ink) const {
    std::vector<Table::Align> align;
    std::vector<std::string> head;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        align.push_back(numbers_[i] ? Table::Align::right : Table::Align::left);
        head.push_back(ink.strong(plain(names_[i])));
    }
    Table table{std::move(align)};
    table.row(std::move(head));
    for (const auto& row : rows_) table.row(row);
    return table.text(Table::unfolded);
}

void JsonResult::names(std::vector<std::string> columns) {
    for (std::string& name : columns) columns_.push_back(std::move(name));
}

void JsonResult::add(std::span<const QueryValue> values) {
    Json row = Json::array();
    for (const QueryValue& value : values) row.push_back(json(value));
    rows_.push_back(std::move(row));
}

void JsonResult::add_to(Json& json) {
    json["columns"] = std::move(columns_);
    json["rows"] = std::move(rows_);
}

void CsvResult::names(std::vector<std::string> columns) {
    std::string line;
    for (const std::string& name : columns) line += (line.empty() ? "" : ",") + csv_field(name);
    put_(line + '\n');
}

std::optional<Error> CsvResult::row(std::span<const QueryValue> values) {
    std::string line;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) line += ',';
        if (!is_null(values[i])) line += csv_field(words(values[i]));
    }
    put_(line + '\n');
    return std::nullopt;
}

}  // namespace reckon
