#include "core/experiment/results_file.hpp"

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

#include "core/world/json_node.hpp"
#include "core/world/strict_json.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view result_words = "a result of this experiment";

Error of_system(const std::filesystem::path& file, int why) {
    return {file.string(), std::generic_category().message(why), "a file that can be written",
            Error::Kind::io};
}

/// One that was cut off can be any part of a line's beginning. All else is somebody's file, which
/// nobody asked to shorten.
bool may_be_cut_off(std::string_view line) {
    constexpr std::string_view begins = R"({"command":"run",)";
    const std::size_t both = std::min(line.size(), begins.size());
    return line.substr(0, both) == begins.substr(0, both);
}

/// A cell as a key: whatever the order of its own.
std::string key_of(const Json& cell) {
    return nlohmann::json(cell).dump();
}

/// Inside this file an Error is thrown; it leaves the file as a value.
class Lines {
public:
    Lines(const Experiment& experiment, const Json& alike) : experiment_{experiment} {
        for (std::uint32_t i = 0; i < experiment.cells.size(); ++i) {
            cells_.emplace(key_of(to_json(experiment.cells[i])), i);
        }
        for (const auto& [key, value] : alike.items()) alike_.emplace_back(key, value);
    }

    /// Which run a line is of; none if the experiment no longer has it.
    [[nodiscard]] std::optional<ExperimentRun> run_of(std::string_view line) const {
        const auto result = parse_strict(line, result_words);
        if (!result) throw result.error();
        if (!result->is_object()) throw Error{"", "no JSON object", std::string{result_words}};
        for (const auto& [key, value] : alike_) demand(*result, key, value);
        const auto cell = result->find("cell");
        const auto repetition = result->find("repetition");
        if (cell == result->end() || repetition == result->end() ||
            !repetition->is_number_unsigned()) {
            throw Error{"", "no cell and repetition", std::string{result_words}};
        }
        const auto found = cells_.find(key_of(*cell));
        const auto times = repetition->get<std::uint64_t>();
        if (found == cells_.end() || times >= experiment_.repetitions) return std::nullopt;
        return ExperimentRun{found->second, static_cast<std::uint32_t>(times)};
    }

private:
    static void demand(const Json& result, const std::string& key, const Json& value) {
        const auto found = result.find(key);
        if (found != result.end() && *found == value) return;
        throw Error{
            key, found == result.end() ? "missing" : shown(*found),
            fmt::format("{}, as all runs of a file have: name another by -o", shown(value))};
    }

    const Experiment& experiment_;
    std::map<std::string, std::uint32_t> cells_;
    std::vector<std::pair<std::string, Json>> alike_;
};

}  // namespace

Result<ResultsFile> ResultsFile::open(const std::filesystem::path& file,
                                      const Experiment& experiment, const Json& alike) {
    ResultsFile results;
    results.file_ = file;
    results.stream_.reset(std::fopen(file.c_str(), "a+e"));
    if (results.stream_ == nullptr) return fail(of_system(file, errno));
    const int descriptor = ::fileno(results.stream_.get());
    struct stat is {};
    if (::fstat(descriptor, &is) != 0) return fail(of_system(file, errno));
    results.regular_ = S_ISREG(is.st_mode);
    if (!results.regular_) return results;
    // Before it is read: two that make the same runs would give each twice. Where the system has
    // no such locks, nothing is held against that.
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return fail({file.string(), "another process writes to it",
                     "one experiment at a time, or another file by -o", Error::Kind::io});
    }
    if (auto error = results.read(experiment, alike)) return fail(std::move(*error));
    if (auto error = results.cut()) return fail(std::move(*error));
    return results;
}

std::optional<Error> ResultsFile::read(const Experiment& experiment, const Json& alike) {
    const Lines lines{experiment, alike};
    std::ifstream in{file_, std::ios::binary};
    std::vector<char> buffer(line_bytes_max);
    std::size_t number = 1;
    const auto refused = [&](Error error) {
        constexpr std::string_view only = "line 1, ";  // A line alone has no other.
        if (error.place.starts_with(only)) error.place.erase(0, only.size());
        const std::string within = error.place.empty() ? "" : ", " + error.place;
        error.place = fmt::format("{}: line {}{}", file_.string(), number, within);
        return error;
    };
    for (; in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size())); ++number) {
        const auto taken = static_cast<std::size_t>(in.gcount());
        const std::string_view line{buffer.data(), in.eof() ? taken : taken - 1};
        if (in.eof()) {
            if (may_be_cut_off(line)) return std::nullopt;
            return refused({"", "no line with an end", std::string{result_words}});
        }
        try {
            const auto run = lines.run_of(line);
            if (run && !done_.insert({run->cell, run->repetition}).second) {
                throw Error{"repetition", fmt::format("{} of this cell again", run->repetition),
                            "each run once"};
            }
            if (!run) ++others_;
        } catch (Error& error) {
            return refused(std::move(error));
        }
        whole_ += taken;
    }
    if (in.eof()) return std::nullopt;
    if (in.bad() || !in.is_open()) return of_system(file_, errno != 0 ? errno : EIO);
    return refused(
        {"", fmt::format("more than {} bytes", line_bytes_max - 1), std::string{result_words}});
}

std::optional<Error> ResultsFile::cut() const {
    const int descriptor = ::fileno(stream_.get());
    struct stat is {};
    if (::fstat(descriptor, &is) != 0) return of_system(file_, errno);
    if (!regular_ || static_cast<std::uint64_t>(is.st_size) <= whole_) return std::nullopt;
    if (::ftruncate(descriptor, static_cast<off_t>(whole_)) != 0) return of_system(file_, errno);
    return std::nullopt;
}

std::optional<Error> ResultsFile::append(const ExperimentRun& run, const Json& result) {
    const std::string line = result.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    // Not by the stream, which would write a long line in parts.
    for (std::string_view left = line; !left.empty();) {
        const ssize_t written = ::write(::fileno(stream_.get()), left.data(), left.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            const int why = written < 0 ? errno : EIO;
            // What went wrong is told; that half a line stays too is found when it is read.
            static_cast<void>(cut());
            return of_system(file_, why);
        }
        left.remove_prefix(static_cast<std::size_t>(written));
    }
    whole_ += line.size();
    done_.insert({run.cell, run.repetition});
    return std::nullopt;
}

}  // namespace reckon
