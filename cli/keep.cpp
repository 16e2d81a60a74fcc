#include "cli/keep.hpp"

#include "core/log/recording_file.hpp"
#include "core/report/provenance.hpp"

namespace reckon {

std::optional<Error> keep(const Session& session, const std::string& file,
                          const StrategyRecord& strategy, Publication publication,
                          const Scenario& scenario, const Recording& recording) {
    const RunOrigin origin{.strategy = std::string{strategy.name},
                           .publication = std::string{word(publication)},
                           .command_line = session.command_line,
                           .commit = provenance().commit};
    return write_recording(file, {origin, scenario, recording.log, *recording.history});
}

}  // namespace reckon
