#pragma once
/// A value of a JSON file and where it stands, for readers that refuse what they do not expect.

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/world/error.hpp"

namespace reckon {

/// How a value is shown in an error: on one line, cut after 60 bytes, control characters
/// escaped, and what is no UTF-8 replaced.
[[nodiscard]] std::string shown(const nlohmann::ordered_json& value);

/// Shape   Refers to the value; is as short-lived as that.
/// Errors  Thrown as an Error, so that the reader of a deep value need not hand it up level by
///         level; whoever makes the root catches it, and passes it on as a value. The place is the
///         JSON pointer.
class JsonNode {
public:
    using Json = nlohmann::ordered_json;

    /// `pointer` is where `json` stands in the file: "" for the whole.
    JsonNode(const Json& json, std::string pointer) : json_{json}, pointer_{std::move(pointer)} {}

    [[noreturn]] void reject(std::string expected) const;

    [[nodiscard]] const Json& json() const { return json_; }
    [[nodiscard]] const std::string& pointer() const { return pointer_; }
    [[nodiscard]] bool has(const char* key) const { return json_.contains(key); }

    /// The member with this key, which is a word without / and ~; required.
    [[nodiscard]] JsonNode operator[](const char* key) const;

    /// It is an object, and has no other keys.
    void object(std::initializer_list<std::string_view> keys) const;

    /// It says {"reckon": `kind`, "version": 1, …}.
    void is(std::string_view kind) const;

    /// Its elements; `of` says what they should be, in the plural.
    [[nodiscard]] std::vector<JsonNode> array(std::string_view of) const;

    /// `what` says which text it should be.
    [[nodiscard]] std::string string(std::string_view what) const;

    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::uint64_t integer(std::uint64_t low, std::uint64_t high) const;

    /// From -`high` to `high`.
    [[nodiscard]] std::int64_t signed_integer(std::int64_t high) const;

    /// 1 to Limits::name_bytes bytes without control characters.
    [[nodiscard]] std::string name() const;

private:
    [[nodiscard]] std::string place() const { return pointer_.empty() ? "/" : pointer_; }

    const Json& json_;
    std::string pointer_;
};

}  // namespace reckon
