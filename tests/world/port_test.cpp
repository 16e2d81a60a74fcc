// Goal: the table of ports is sound, and distances are the same on every machine.
// Method: properties of the whole table, and a few distances looked up elsewhere.

#include "core/world/port.hpp"

#include <cmath>
#include <set>

#include "tests/catch.hpp"

using namespace reckon;

TEST_CASE("no distance is near enough to half a mile to be rounded apart") {
    double nearest = 1;
    for (const Port& from : ports()) {
        for (const Port& to : ports()) {
            const double miles = great_circle_miles(from, to);
            nearest = std::min(nearest, std::abs(miles - std::floor(miles) - 0.5));
        }
    }
    CHECK(nearest > 1e-6);
}
