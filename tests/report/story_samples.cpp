// Writes the stories of stories.hpp in all formats into a folder: to be checked by story_test.py,
// and to be looked at.

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "core/report/story_json.hpp"
#include "core/report/story_mermaid.hpp"
#include "core/report/story_svg.hpp"
#include "core/report/story_text.hpp"
#include "tests/report/stories.hpp"

int main(int count, char** words) {
    if (count != 2) {
        fmt::print(stderr, "usage: story_samples FOLDER\n");
        return 2;
    }
    const std::filesystem::path folder{words[1]};
    std::filesystem::create_directories(folder);
    bool written = true;
    const auto write = [&](const std::string& name, const std::string& text) {
        std::ofstream file{folder / name, std::ios::binary};
        file << text;
        file.close();
        written = written && file.good();
    };
    for (const auto& [name, story] : reckon::all_stories()) {
        write(name + ".txt", story_text(story, {}));
        write(name + ".json", story_json(story).dump(2) + '\n');
        write(name + ".mmd", story_mermaid(story));
        write(name + ".svg", story_svg(story));
    }
    return written ? 0 : 4;
}
