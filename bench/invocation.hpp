#pragma once
/// A bench as a program: options of its own beside Google Benchmark's, what the result was made by,
/// and its rows, each of which does a fixed amount of work once a repetition.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace reckon::bench {

/// A number that a bench takes as --NAME=N, from 1 on.
struct Option {
    std::string_view name;
    std::uint64_t value;
    std::uint64_t max;
};

/// Takes the options out of the arguments, has the rows added, and runs those that are asked for.
///
/// Errors  The exit code is 2 if an argument is wrong or no row has such a name. A row that cannot
///         be measured says why in its place, and is no error.
int run(int argc, char** argv, std::span<Option> options, const std::function<void()>& add_rows);

/// Adds a row that is run once a repetition and tells the time it took itself, by measured().
benchmark::internal::Benchmark* add_row(const std::string& name,
                                        const std::function<void(benchmark::State&)>& row);

/// What a row did.
///
/// Units  Nanoseconds of wall time, and of all its threads' processor time.
struct Work {
    double wall_ns = 0;
    double cpu_ns = 0;
    std::uint64_t events = 0;
    std::uint32_t threads = 1;
};

/// Counts of the row: `ns_per_event`, of one core: wall time by as many cores as its threads could
/// use; and `cpu_ns_per_event`, which other programs' work beside it hardly changes.
void measured(benchmark::State& state, const Work& work);

/// A further count of the row, by event.
void per_event(benchmark::State& state, const char* name, double total, std::uint64_t events);

}  // namespace reckon::bench
