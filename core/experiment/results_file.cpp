#include "core/experiment/results_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <fstream>
#include <map>
#include <system_error>

#include "core/world/json_node.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

Error of_system(const std::filesystem::path& file, int why) {
    return {file.string(), std::generic_category().message(why), "a file that can be written",
            Error::Kind::io};
}

/// Inside this file an Error is thrown; it leaves the file as a value.
void demand(const Json& result, const char* key, std::string_view value, std::string_view what) {
    const auto found = result.find(key);
    const bool same = found != result.end() && found->is_string() && *found == value;
    if (same) return;
    throw Error{key, found == result.end() ? "missing" : shown(*found),
                fmt::format("\"{}\": {}, so name another file by -o", value, what)};
}

/// Which run a line is of; none if its cell is not the experiment's.
std::optional<ExperimentRun> run_of(const std::string& line, const Experiment& experiment,
                                    const std::map<std::string, std::uint32_t>& cells,
                                    std::string_view commit, std::string_view build_type) {
    const Json result = Json::parse(line, nullptr, false);
    if (!result.is_object()) throw Error{"", "no JSON object", "a result of this experiment"};
    demand(result, "experiment", experiment.name, "a file has one experiment");
    demand(result, "commit", commit, "the runs of an experiment are of one build");
    demand(result, "build_type", build_type, "the runs of an experiment are of one build");
    const auto cell = result.find("cell");
    const auto repetition = result.find("repetition");
    if (cell == result.end() || repetition == result.end() || !repetition->is_number_unsigned()) {
        throw Error{"", "no cell and repetition", "a result of this experiment"};
    }
    const auto found = cells.find(cell->dump());
    const auto times = repetition->get<std::uint64_t>();
    if (found == cells.end() || times >= experiment.repetitions) return std::nullopt;
    return ExperimentRun{found->second, static_cast<std::uint32_t>(times)};
}

}  // namespace

Result<ResultsFile> ResultsFile::open(const std::filesystem::path& file,
                                      const Experiment& experiment, std::string_view commit,
                                      std::string_view build_type) {
    ResultsFile results;
    results.file_ = file;
    std::map<std::string, std::uint32_t> cells;
    for (std::uint32_t i = 0; i < experiment.cells.size(); ++i) {
        cells.emplace(to_json(experiment.cells[i]).dump(), i);
    }
    std::uintmax_t whole = 0;  // Bytes of lines that end.
    if (std::ifstream in{file}; in) {
        std::string line;
        for (std::size_t number = 1; std::getline(in, line) && !in.eof(); ++number) {
            try {
                const auto run = run_of(line, experiment, cells, commit, build_type);
                if (run) results.done_.insert({run->cell, run->repetition});
                if (!run) ++results.others_;
            } catch (Error& error) {
                const std::string key = error.place.empty() ? "" : ", " + error.place;
                error.place = fmt::format("{}: line {}{}", file.string(), number, key);
                return fail(std::move(error));
            }
            whole += line.size() + 1;
        }
        if (in.bad()) return fail(of_system(file, errno));
    }
    results.stream_.reset(std::fopen(file.c_str(), "ae"));
    if (results.stream_ == nullptr) return fail(of_system(file, errno));
    std::error_code failed;
    if (std::filesystem::is_regular_file(file, failed) &&
        std::filesystem::file_size(file, failed) > whole) {
        std::filesystem::resize_file(file, whole, failed);
    }
    if (failed) return fail(of_system(file, failed.value()));
    return results;
}

std::optional<Error> ResultsFile::append(const ExperimentRun& run, const Json& result) {
    const std::string line = result.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
    const bool written = std::fwrite(line.data(), 1, line.size(), stream_.get()) == line.size() &&
                         std::fflush(stream_.get()) == 0;
    if (!written) return of_system(file_, errno);
    done_.insert({run.cell, run.repetition});
    return std::nullopt;
}

}  // namespace reckon
