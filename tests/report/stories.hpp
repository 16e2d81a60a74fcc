#pragma once
/// Stories to draw, written by hand.

#include <string>
#include <string_view>
#include <vector>

#include "core/report/story.hpp"

namespace reckon {

struct NamedStory {
    std::string name;
    Story story;
};

/// Emma follows Berta, Berta departs, under mpsc; the look comes before the publish.
[[nodiscard]] Story convoy_story();

/// Three ships and a source, twelve rows: hails, looks, edges broken between and on lanes.
[[nodiscard]] Story hail_story();

/// What a name or a sentence may hold, and diagrams and terminals trip over.
[[nodiscard]] std::vector<std::string> nasty_texts();

/// The convoy's story with names and sentences that end in such a text.
[[nodiscard]] Story nasty_story(std::string_view nasty);

/// Two ships that look at each other in turn; three quarters on, one line diverges.
[[nodiscard]] Story long_story(std::uint32_t rows);

/// A fleet in which the first ship looks at the last and the second publishes; the others do
/// nothing.
[[nodiscard]] Story broad_story(std::uint32_t ships);

/// All of these, an empty one, and one without a failure.
[[nodiscard]] std::vector<NamedStory> all_stories();

}  // namespace reckon
