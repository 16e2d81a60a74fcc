// Goal: the reasons for a divergence name each edge of the event, and what the log makes of it.
// Method: one-line runs with logs of each kind, the sentences written out.

#include "core/report/reasons.hpp"

#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/check/told.hpp"

namespace reckon {
namespace {

using Words = std::vector<std::string>;

Words words(const Told& told, const Log& log) {
    Words all;
    for (const Reason& reason : reasons(told.scenario, told.run, log)) {
        all.push_back(fmt::format("{}: {}", word(reason.kept), reason.words));
    }
    return all;
}

}  // namespace

TEST_CASE("what was read and replaced stands on both sides of the reader") {
    const Told run = told("B A=B1 B");
    CHECK(words(run, sequence(run, "B1 B2 A1")) ==
          Words{"holds: Anna@1 comes after Berta@1, which made what it read; the log has it so.",
                "fails: Anna@1 comes before Berta@2, because it read Berta@1; but the log puts "
                "Berta@2 first.",
                "fails: So the replay of Anna@1 reads Berta@2, not Berta@1."});
    CHECK(words(run, sequence(run, "A1 B1 B2")) ==
          Words{"holds: Anna@1 comes before Berta@2, because it read Berta@1; the log has it so.",
                "fails: Anna@1 comes after Berta@1, which made what it read; but the log puts "
                "Anna@1 first.",
                "fails: So the replay of Anna@1 reads Berta@0, not Berta@1."});
    CHECK(words(run, sequence(run, "B1 A1 B2")).empty());
}

TEST_CASE("a hail that comes before its cause is told where no reading differs") {
    const Told run = told("A!B B?A1");
    CHECK(
        words(run, sequence(run, "B1 A1")) ==
        Words{
            "fails: Berta@1 comes after Anna@1, which hailed it; but the log puts Berta@1 first."});
}

TEST_CASE("a partial order may leave open what replaced a version, but not where it came from") {
    const Told run = told("B A=B1 B");
    CHECK(words(run, dependencies(run, "B1 A1:B1 B2")).empty());
    const Log clocked = clocks(run, "B1:0,1 B2:0,2 A1:1,0");
    CHECK(
        words(run, clocked) ==
        Words{
            "undecided: Anna@1 comes before Berta@2, because it read Berta@1; the log leaves that "
            "open.",
            "fails: Anna@1 comes after Berta@1, which made what it read; but the log puts neither "
            "first.",
            "fails: So the replay of Anna@1 reads Berta@0, not Berta@1."});
}

}  // namespace reckon
