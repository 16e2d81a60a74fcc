#include "bench/invocation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>

#include "bench/hand_over.hpp"
#include "core/report/provenance.hpp"

namespace reckon::bench {
namespace {

bool is_for(std::string_view argument, const Option& option) {
    return argument.starts_with("--") && argument.substr(2).starts_with(option.name) &&
           argument.substr(2 + option.name.size()).starts_with('=');
}

bool read(std::string_view number, Option& option) {
    const char* end = number.data() + number.size();
    const auto [stop, error] = std::from_chars(number.data(), end, option.value);
    return error == std::errc{} && stop == end && option.value >= 1 && option.value <= option.max;
}

/// False, after a message, if an option has no such value.
bool take(int& argc, char** argv, std::span<Option> options) {
    int kept = 1;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        const auto option = std::ranges::find_if(
            options, [&](const Option& known) { return is_for(argument, known); });
        if (option == options.end()) {
            argv[kept++] = argv[i];
        } else if (!read(argument.substr(option->name.size() + 3), *option)) {
            fmt::print(stderr, "{}: --{}: expected a whole number from 1 to {}\n",
                       std::filesystem::path{argv[0]}.filename().string(), option->name,
                       option->max);
            return false;
        }
    }
    argc = kept;
    return true;
}

void add_context(std::span<const Option> options) {
    const Provenance& known = provenance();
    benchmark::AddCustomContext("reckon_version", known.version);
    benchmark::AddCustomContext("commit", known.commit);
    benchmark::AddCustomContext("compiler", known.compiler);
    benchmark::AddCustomContext("flags", known.flags);
    benchmark::AddCustomContext("cpu", known.cpu);
    benchmark::AddCustomContext("cores", fmt::format("{}", known.cores));
    benchmark::AddCustomContext("hand_over_ns", fmt::format("{:.0f}", hand_over_ns()));
    for (const Option& option : options) {
        benchmark::AddCustomContext(std::string{option.name}, fmt::format("{}", option.value));
    }
}

}  // namespace

int run(int argc, char** argv, std::span<Option> options, const std::function<void()>& add_rows) {
    if (!take(argc, argv, options)) return 2;
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    add_rows();
    add_context(options);
    // A filter that matches nothing measures nothing, which is no success.
    return benchmark::RunSpecifiedBenchmarks() == 0 ? 2 : 0;
}

benchmark::internal::Benchmark* add_row(const std::string& name,
                                        const std::function<void(benchmark::State&)>& row) {
    return benchmark::RegisterBenchmark(name.c_str(), row)
        ->UseManualTime()
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
}

void measured(benchmark::State& state, const Work& work) {
    state.SetIterationTime(work.wall_ns * 1e-9);
    state.SetItemsProcessed(static_cast<std::int64_t>(work.events));
    const auto cores = std::min(work.threads, std::max(1U, provenance().cores));
    per_event(state, "ns_per_event", work.wall_ns * cores, work.events);
    per_event(state, "cpu_ns_per_event", work.cpu_ns, work.events);
}

void per_event(benchmark::State& state, const char* name, double total, std::uint64_t events) {
    state.counters[name] = events == 0 ? 0 : total / static_cast<double>(events);
}

}  // namespace reckon::bench
