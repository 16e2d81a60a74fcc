#pragma once
/// What an experiment has found so far: a line of JSON a run, appended as runs end.

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>
#include <utility>

#include "core/experiment/experiment.hpp"

namespace reckon {

/// Threads  One.
/// Shape    Lines that were there stay. A last line without its end, of a run that was cut off, is
///          taken away.
/// Cost     A look at all lines that are there; one write a run.
class ResultsFile {
public:
    /// `alike` is what all lines have in common, key by key: the experiment's name and settings,
    /// and the build that its runs are of.
    ///
    /// Errors  A file that cannot be read or written, or that another process writes to; a line
    ///         that is no result of this experiment, has another value under a key of `alike`, or
    ///         is of a run that a line before is of: the place is the line. Such a file is left
    ///         as it was.
    [[nodiscard]] static Result<ResultsFile> open(const std::filesystem::path& file,
                                                  const Experiment& experiment,
                                                  const nlohmann::ordered_json& alike);

    [[nodiscard]] bool has(const ExperimentRun& run) const {
        return done_.contains({run.cell, run.repetition});
    }
    /// How many of the experiment's runs it has.
    [[nodiscard]] std::size_t count() const { return done_.size(); }
    /// Results of cells that the experiment no longer has.
    [[nodiscard]] std::size_t others() const { return others_; }

    /// Errors  What the system says; the file then is as it was before.
    [[nodiscard]] std::optional<Error> append(const ExperimentRun& run,
                                              const nlohmann::ordered_json& result);

    static constexpr std::size_t line_bytes_max = 1 << 24;

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    [[nodiscard]] std::optional<Error> read(const Experiment& experiment,
                                            const nlohmann::ordered_json& alike);
    /// Takes away what comes after the lines that end.
    [[nodiscard]] std::optional<Error> cut() const;

    std::filesystem::path file_;
    std::unique_ptr<std::FILE, Close> stream_;
    bool regular_ = false;     // Else there is nothing to read, and nothing to take away.
    std::uint64_t whole_ = 0;  // Bytes of lines that end.
    std::set<std::pair<std::uint32_t, std::uint32_t>> done_;  // Cell, repetition.
    std::size_t others_ = 0;
};

}  // namespace reckon
