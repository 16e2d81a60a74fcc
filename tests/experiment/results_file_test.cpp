// Goal: an experiment that was cut off goes on with what it has, and never mixes what is not its
//       own.
// Method: files as an experiment leaves them, cut at every byte of their last line; lines of other
//         experiments, builds and cells; files of others; a file that cannot be written, or that
//         somebody writes to.

#include "core/experiment/results_file.hpp"

#include <fstream>

#include "core/world/text_file.hpp"
#include "tests/catch.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

Experiment small() {
    constexpr std::array<std::string_view, 2> known{"none", "deps"};
    const auto experiment = parse_experiment(
        R"({"reckon": "experiment", "version": 1, "name": "small", "question": "?",
            "axes": {"strategy": "all", "ships": [2, 4]}, "repetitions": 2})",
        known);
    REQUIRE(experiment);
    return *experiment;
}

Json alike(const Experiment& experiment) {
    return {{"command", "run"}, {"experiment", experiment.name}, {"commit", "abc"}, {"batch", 64}};
}

Json line(const Experiment& experiment, const ExperimentRun& run) {
    Json json = alike(experiment);
    json["cell"] = to_json(experiment.cells[run.cell]);
    json["repetition"] = run.repetition;
    return json;
}

class Folder {
public:
    Folder() : path_{std::filesystem::temp_directory_path() / "reckon_results_file_test"} {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directory(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::filesystem::path file() const { return path_ / "results.jsonl"; }

private:
    std::filesystem::path path_;
};

auto opened(const Folder& folder, const Experiment& experiment) {
    return ResultsFile::open(folder.file(), experiment, alike(experiment));
}

std::string error_of(const Folder& folder, const Experiment& experiment, const std::string& text) {
    REQUIRE_FALSE(write_text(folder.file(), text));
    const auto results = opened(folder, experiment);
    REQUIRE_FALSE(results);
    CHECK(*read_text(folder.file(), 1 << 20) == text);  // Whatever it was, it is not touched.
    return results.error().place + ": " + results.error().expected;
}

}  // namespace

TEST_CASE("what was cut off goes on") {
    const Folder folder;
    const Experiment experiment = small();
    {
        auto results = opened(folder, experiment);
        REQUIRE(results);
        CHECK(results->count() == 0);
        for (const ExperimentRun run : {ExperimentRun{0, 0}, {3, 1}, {1, 1}}) {
            REQUIRE_FALSE(results->append(run, line(experiment, run)));
        }
        CHECK(results->count() == 3);
    }
    const std::string whole = *read_text(folder.file(), 1 << 20);
    const std::size_t two = whole.rfind('\n', whole.size() - 2) + 1;
    for (std::size_t size = two; size <= whole.size(); ++size) {
        REQUIRE_FALSE(write_text(folder.file(), whole.substr(0, size)));
        auto results = opened(folder, experiment);
        REQUIRE(results);
        const bool last = size == whole.size();
        CHECK(results->count() == (last ? 3 : 2));
        CHECK(results->has({0, 0}));
        CHECK(results->has({3, 1}));
        CHECK(results->has({1, 1}) == last);
        CHECK_FALSE(results->has({0, 1}));
        if (!last) REQUIRE_FALSE(results->append({1, 1}, line(experiment, {1, 1})));
        CHECK(*read_text(folder.file(), 1 << 20) == whole);
    }
}

TEST_CASE("what is not of this experiment and this build is refused") {
    const Folder folder;
    const Experiment experiment = small();
    const Json good = line(experiment, {0, 0});
    const auto changed = [&](const char* key, const Json& value) {
        Json other = good;
        if (value.is_null()) {
            other.erase(key);
        } else {
            other[key] = value;
        }
        return error_of(folder, experiment, good.dump() + "\n" + other.dump() + "\n");
    };
    CHECK(changed("experiment", "other").find("line 2, experiment") != std::string::npos);
    CHECK(changed("commit", "abd").find("line 2, commit") != std::string::npos);
    CHECK(changed("batch", 8).find("line 2, batch") != std::string::npos);
    CHECK(changed("command", nullptr).find("line 2, command") != std::string::npos);
    CHECK(changed("cell", nullptr).find("line 2") != std::string::npos);
    CHECK(changed("repetition", "0").find("line 2") != std::string::npos);
    CHECK(error_of(folder, experiment, "a text\n").find("line 1") != std::string::npos);
    CHECK(error_of(folder, experiment, "\n").find("line 1") != std::string::npos);
    CHECK(changed("seed", 1).find("line 2, repetition: each run once") != std::string::npos);
}

TEST_CASE("what nobody began here is not taken for a line that was cut off") {
    const Folder folder;
    const Experiment experiment = small();
    const std::string good = line(experiment, {0, 0}).dump() + "\n";
    for (const std::string text : {"a text", R"({"reckon": "experiment"})", "{}"}) {
        CHECK(error_of(folder, experiment, text).find("line 1: ") != std::string::npos);
        CHECK(error_of(folder, experiment, good + text).find("line 2: ") != std::string::npos);
    }
    const std::string deep(100'000, '[');
    CHECK(error_of(folder, experiment, R"({"cell":)" + deep + "\n").find("line 1") !=
          std::string::npos);
}

TEST_CASE("a cell is the same in whatever order its keys stand") {
    const Folder folder;
    const Experiment experiment = small();
    const nlohmann::json sorted = line(experiment, {2, 1});
    REQUIRE_FALSE(write_text(folder.file(), sorted.dump() + "\n"));
    const auto results = opened(folder, experiment);
    REQUIRE(results);
    CHECK(results->has({2, 1}));
}

TEST_CASE("one at a time writes to a file") {
    const Folder folder;
    const Experiment experiment = small();
    {
        const auto first = opened(folder, experiment);
        REQUIRE(first);
        const auto second = opened(folder, experiment);
        REQUIRE_FALSE(second);
        CHECK(second.error().kind == Error::Kind::io);
        CHECK(second.error().value == "another process writes to it");
    }
    CHECK(opened(folder, experiment));
}

TEST_CASE("results of cells that are no more are left, and counted") {
    const Folder folder;
    const Experiment experiment = small();
    Json other = line(experiment, {0, 0});
    other["cell"]["ships"] = 3;
    Json later = line(experiment, {0, 0});
    later["repetition"] = 2;
    const std::string text =
        other.dump() + "\n" + later.dump() + "\n" + line(experiment, {1, 0}).dump() + "\n";
    REQUIRE_FALSE(write_text(folder.file(), text));
    const auto results = opened(folder, experiment);
    REQUIRE(results);
    CHECK(results->others() == 2);
    CHECK(results->count() == 1);
    CHECK(results->has({1, 0}));
}

TEST_CASE("a file that cannot be written is told") {
    const Experiment experiment = small();
    const auto missing = ResultsFile::open("/nowhere/at/all.jsonl", experiment, alike(experiment));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == Error::Kind::io);
    auto full = ResultsFile::open("/dev/full", experiment, alike(experiment));
    REQUIRE(full);
    const auto error = full->append({0, 0}, line(experiment, {0, 0}));
    REQUIRE(error);
    CHECK(error->kind == Error::Kind::io);
    CHECK_FALSE(full->has({0, 0}));
}

}  // namespace reckon
