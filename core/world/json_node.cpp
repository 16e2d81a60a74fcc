#include "core/world/json_node.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/world/scenario.hpp"

namespace reckon {
namespace {

std::string quoted(std::string_view word) {
    return fmt::format("\"{}\"", word);
}

}  // namespace

std::string shown(const nlohmann::ordered_json& value) {
    constexpr std::size_t longest = 60;
    std::string dump = value.dump(-1, ' ', false, JsonNode::Json::error_handler_t::replace);
    if (dump.size() <= longest) return dump;
    std::size_t cut = longest;
    while (cut > 0 && (static_cast<unsigned char>(dump[cut]) & 0xC0U) == 0x80U) --cut;
    return dump.substr(0, cut) + "…";
}

void JsonNode::reject(std::string expected) const {
    throw Error{place(), shown(json_), std::move(expected)};
}

JsonNode JsonNode::operator[](const char* key) const {
    if (!has(key)) throw Error{place(), "no " + quoted(key), "the key " + quoted(key)};
    return {json_.at(key), pointer_ + "/" + key};
}

void JsonNode::object(std::initializer_list<std::string_view> keys) const {
    if (!json_.is_object()) reject(fmt::format("an object with {}", fmt::join(keys, ", ")));
    for (const auto& [key, value] : json_.items()) {
        if (std::ranges::find(keys, key) == keys.end()) {
            throw Error{pointer_ + (Json::json_pointer{} / key).to_string(),
                        "unknown key " + shown(Json(key)),
                        fmt::format("one of {}", fmt::join(keys, ", "))};
        }
    }
}

void JsonNode::is(std::string_view kind) const {
    const JsonNode word = (*this)["reckon"];
    if (word.json() != kind) word.reject(quoted(kind));
    const JsonNode version = (*this)["version"];
    if (!version.json().is_number_unsigned() || version.json() != 1) {
        version.reject("1, the one version there is");
    }
}

std::vector<JsonNode> JsonNode::array(std::string_view of) const {
    if (!json_.is_array()) reject(fmt::format("an array of {}", of));
    std::vector<JsonNode> nodes;
    nodes.reserve(json_.size());
    for (std::size_t i = 0; i < json_.size(); ++i) {
        nodes.emplace_back(json_[i], fmt::format("{}/{}", pointer_, i));
    }
    return nodes;
}

std::string JsonNode::string(std::string_view what) const {
    if (!json_.is_string()) reject(std::string{what});
    return json_.get<std::string>();
}

bool JsonNode::boolean() const {
    if (!json_.is_boolean()) reject("true or false");
    return json_.get<bool>();
}

std::uint64_t JsonNode::integer(std::uint64_t low, std::uint64_t high) const {
    const auto expected = [&] { return fmt::format("a whole number from {} to {}", low, high); };
    if (!json_.is_number_unsigned()) reject(expected());
    const auto value = json_.get<std::uint64_t>();
    if (value < low || value > high) reject(expected());
    return value;
}

std::int64_t JsonNode::signed_integer(std::int64_t high) const {
    const bool beyond =
        json_.is_number_unsigned() && json_.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    if (!json_.is_number_integer() || beyond || json_.get<std::int64_t>() < -high) {
        reject(fmt::format("a whole number from {} to {}", -high, high));
    }
    return json_.get<std::int64_t>();
}

std::string JsonNode::name() const {
    auto value = string("a name in quotes");
    const bool control =
        std::ranges::any_of(value, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (value.empty() || value.size() > Limits::name_bytes || control) {
        reject(
            fmt::format("a name of 1 to {} bytes without control characters", Limits::name_bytes));
    }
    return value;
}

}  // namespace reckon
