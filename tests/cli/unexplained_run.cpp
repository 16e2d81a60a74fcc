// Writes the recording of a run that no order of whole operations explains: each of two ships
// publishes, then looks at the other, and finds what was there before it published. Processors do
// so with release and acquire, but only when they like.
//     unexplained_run FILE

#include <fmt/format.h>

#include "core/recording/recording_file.hpp"
#include "tests/check/told.hpp"

int main(int argc, char** argv) {
    using namespace reckon;
    if (argc != 2) return 2;
    const Told skew = told("A B A=B0 B=A0");
    const Log log = dependencies(skew, "A1 B1 A2:B0 B2:A0");
    const RunOrigin origin{"deps", "release", "", ""};
    if (const auto error = write_recording(argv[1], {origin, skew.scenario, log, &skew.run})) {
        fmt::print(stderr, "{}\n", error->message());
        return 4;
    }
}
