#pragma once
/// What an experiment has found so far: a line of JSON a run, appended as runs end.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

#include "core/experiment/experiment.hpp"

namespace reckon {

/// Threads  One; one process at a time.
/// Shape    Lines that were there stay. A last line without its end, of a run that was cut off, is
///          taken away.
/// Cost     A look at all lines that are there; one write a run.
class ResultsFile {
public:
    /// Runs are of one build: `commit` and `build_type` are those of the lines to come.
    ///
    /// Errors  A file that cannot be read or written; a line that is no result of this experiment
    ///         and of this build: the place is the line.
    [[nodiscard]] static Result<ResultsFile> open(const std::filesystem::path& file,
                                                  const Experiment& experiment,
                                                  std::string_view commit,
                                                  std::string_view build_type);

    [[nodiscard]] bool has(const ExperimentRun& run) const {
        return done_.contains({run.cell, run.repetition});
    }
    /// How many of the experiment's runs it has.
    [[nodiscard]] std::size_t count() const { return done_.size(); }
    /// Results of cells that the experiment no longer has.
    [[nodiscard]] std::size_t others() const { return others_; }

    /// Errors  What the system says.
    [[nodiscard]] std::optional<Error> append(const ExperimentRun& run,
                                              const nlohmann::ordered_json& result);

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    std::filesystem::path file_;
    std::unique_ptr<std::FILE, Close> stream_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> done_;  // Cell, repetition.
    std::size_t others_ = 0;
};

}  // namespace reckon
