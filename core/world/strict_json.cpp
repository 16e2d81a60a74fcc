#include "core/world/strict_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "core/world/scenario.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t depth_max = 64;

/// "line 3, column 7" of the last byte read.
std::string line_and_column(std::string_view text, std::size_t bytes_read) {
    const std::string_view before = text.substr(0, bytes_read == 0 ? 0 : bytes_read - 1);
    const auto lines = std::ranges::count(before, '\n');
    const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return fmt::format("line {}, column {}", lines + 1, before.size() - line_start + 1);
}

/// A pass over the text that makes no value: the library's own filter while it makes one looks at
/// all of an array again after each of its elements.
class Strictness : public nlohmann::json_sax<Json> {
public:
    Strictness(std::string_view text, std::string_view expected)
        : text_{text}, expected_{expected} {}

    [[nodiscard]] const std::optional<Error>& error() const { return error_; }

    bool null() override { return element(); }
    bool boolean(bool) override { return element(); }
    bool number_integer(number_integer_t) override { return element(); }
    bool number_unsigned(number_unsigned_t) override { return element(); }
    bool number_float(number_float_t, const string_t&) override { return element(); }
    bool string(string_t&) override { return element(); }
    bool binary(binary_t&) override { return element(); }
    bool start_object(std::size_t) override { return open(true); }
    bool start_array(std::size_t) override { return open(false); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& key) override {
        levels_.back().key = key;
        if (levels_.back().keys.insert(key).second) return true;
        return refuse({pointer(), fmt::format("the key {} twice in one object", Json(key).dump()),
                       "each key once"});
    }

    bool parse_error(std::size_t bytes_read, const std::string& last_token,
                     const nlohmann::detail::exception& error) override {
        constexpr int out_of_range = 406;
        const std::string place = line_and_column(text_, bytes_read);
        if (error.id == out_of_range) return refuse({place, last_token, "a number within bounds"});
        return refuse({place, "not JSON", std::string{expected_}});
    }

private:
    struct Level {
        bool object;
        std::set<std::string> keys;
        std::string key;
        std::size_t elements = 0;
    };

    bool element() {
        if (!levels_.empty()) ++levels_.back().elements;
        return true;
    }

    bool open(bool object) {
        if (levels_.size() > depth_max) {
            return refuse({"/", "brackets nested deeper than that",
                           fmt::format("at most {} levels of brackets", depth_max)});
        }
        element();
        levels_.push_back({.object = object});
        return true;
    }

    bool close() {
        levels_.pop_back();
        return true;
    }

    bool refuse(Error error) {
        error_ = std::move(error);
        return false;
    }

    [[nodiscard]] std::string pointer() const {
        Json::json_pointer place;
        for (const Level& level : levels_) {
            level.object ? place.push_back(level.key)
                         : place.push_back(std::to_string(level.elements - 1));
        }
        return place.to_string();
    }

    std::string_view text_;
    std::string_view expected_;
    std::vector<Level> levels_;
    std::optional<Error> error_;
};

}  // namespace

Result<nlohmann::ordered_json> parse_strict(std::string_view text, std::string_view expected) {
    if (text.size() > Limits::file_bytes) {
        return fail({"/", fmt::format("{} bytes", text.size()),
                     fmt::format("at most {} bytes", Limits::file_bytes)});
    }
    Strictness strictness{text, expected};
    Json::sax_parse(text, &strictness);
    if (strictness.error()) return fail(*strictness.error());
    return Json::parse(text);
}

}  // namespace reckon
