#include "cli/case_source.hpp"

#include <cassert>

#include "cli/options.hpp"
#include "core/explore/case_json.hpp"
#include "serializers/list.hpp"

namespace reckon {
namespace {

/// The file's case, if this program can run it.
Result<Case> runnable(const std::string& path, Case failure) {
    const auto strategy = strategy_named(failure.strategy, path + ": /strategy");
    if (!strategy) return fail(strategy.error());
    const bool has_drain = (*strategy)->has_drain;
    if (failure.drain != has_drain) {
        return fail({path + ": /drain", failure.drain ? "true" : "false",
                     has_drain ? "true: " + failure.strategy + " has a task of its own"
                               : "false: " + failure.strategy + " has no task of its own"});
    }
    return failure;
}

}  // namespace

Result<Case> case_from(const std::string& path) {
    auto failure = read_case(path);
    if (!failure) return failure;
    return runnable(path, std::move(*failure));
}

const StrategyRecord& strategy_of(const Case& failure) {
    const StrategyRecord* found = find_strategy(failure.strategy);
    assert(found != nullptr && "case_from has refused unknown strategies");
    return *found;
}

Error in_file(const std::string& path, Error error) {
    error.place.insert(0, path + ": ");
    return error;
}

}  // namespace reckon
