// Goal: a scenario file that makes no sense is refused, at the very place and with what would do.
// Method: a table of malformed files, each with the place and a piece of the message expected.

#include "core/world/scenario_json.hpp"
#include "tests/world/printing.hpp"

using namespace reckon;
using namespace std::literals;

namespace {

struct Malformed {
    std::string json;
    std::string_view place;
    std::string_view message;  ///< A piece of it.
};

/// A file with these members beside those it must have.
std::string file(std::string_view members) {
    return R"({"reckon": "scenario", "version": 1)" + std::string{members} + "}";
}

/// A file of Emma, with these members, Berta and Clara.
std::string emma(std::string_view members) {
    return file(R"(, "ships": [{)" + std::string{members} +
                R"(}, {"name": "Berta", "at": "Oslo"}, {"name": "Clara", "at": "Kiel"}])");
}

/// A file in which Emma, of the three, is given an order.
std::string order(std::string_view json) {
    return emma(R"("name": "Emma", "at": "Oslo", "orders": [)" + std::string{json} + "]");
}

/// A file in which a source tells Emma something.
std::string issue(std::string_view json) {
    return file(R"(, "ships": [{"name": "Emma", "at": "Oslo"}, {"name": "Berta", "at": "Oslo"}],
                "sources": [[], [)" +
                std::string{json} + "]]");
}

/// Hails within hails around an order to arrive.
std::string nested(int hails) {
    std::string json = R"({"do": "arrive"})";
    for (int i = 0; i < hails; ++i) {
        json = R"({"do": "hail", "ship": )"s + ((hails - i) % 2 == 0 ? "0" : "1") +
               R"(, "order": )" + json + "}";
    }
    return json;
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

void check_all(const std::vector<Malformed>& table) {
    for (const Malformed& malformed : table) {
        const auto scenario = parse_scenario(malformed.json);
        INFO(malformed.json.substr(0, 400));
        REQUIRE_FALSE(scenario);
        const std::string message = scenario.error().message();
        CHECK(scenario.error().place == malformed.place);
        CAPTURE(message);
        CHECK(message.find(malformed.message) != std::string::npos);
        CHECK(scenario.error().kind == Error::Kind::input);
    }
}

constexpr std::string_view good_ships = R"(, "ships": [{"name": "Emma", "at": "Oslo"}])";

}  // namespace

TEST_CASE("what is around the mistakes is sound") {
    CHECK(parse_scenario(file(good_ships)));
    CHECK(parse_scenario(emma(R"("name": "Emma", "at": "Oslo")")));
    CHECK(parse_scenario(order(R"({"do": "arrive"})")));
    CHECK(parse_scenario(order(nested(16))));
    CHECK(parse_scenario(issue(R"({"ship": 0, "order": {"do": "follow", "ship": 1}})")));
}

TEST_CASE("text that is no JSON is refused at line and column") {
    const std::string whole = file(good_ships);
    check_all({
        {"", "line 1, column 1", "not JSON"},
        {" \n\t\n  ", "line 3, column 3", "not JSON"},
        {whole.substr(0, whole.size() - 1), "line 1, column 79", "a scenario in JSON"},
        {whole + "x", "line 1, column 80", "not JSON"},
        {whole + "\n{}", "line 2, column 1", "not JSON"},
        {"reckon", "line 1, column 1", "not JSON"},
        {"{\"reckon\":\n\"scenario\",\n}", "line 3, column 1", "not JSON"},
        {"{'reckon': 'scenario'}", "line 1, column 2", "not JSON"},
        {"{} // scenario", "line 1, column 4", "not JSON"},
        {"\0"s, "line 1, column 1", "not JSON"},
        {"\x7f\x45LF\2\1\1\0"s, "line 1, column 1", "not JSON"},
        {"\xff\xfe{\0}\0"s, "line 1, column 1", "not JSON"},
        {emma("\"name\": \"E\xff\""), "line 1, column 59", "not JSON"},
        {emma("\"name\": \"E\xc3\""), "line 1, column 60", "not JSON"},
        {emma(R"("name": "\ud800")"), "line 1, column 64", "not JSON"},
        {emma("\"name\": \"E\nA\""), "line 1, column 59", "not JSON"},
        {file(R"(, "seed": 01)"), "line 1, column 47", "not JSON"},
        {file(R"(, "seed": +1)"), "line 1, column 46", "not JSON"},
        {file(R"(, "seed": NaN)"), "line 1, column 46", "not JSON"},
    });
}

TEST_CASE("nesting without end is refused") {
    check_all({
        {repeated("[", 10'000), "/", "at most 64 levels"},
        {repeated("[", 10'000) + repeated("]", 10'000), "/", "at most 64 levels"},
        {repeated(R"({"a":)", 10'000), "/", "at most 64 levels"},
        {order(nested(10'000)), "/", "at most 64 levels"},
        {order(nested(17)),
         "/ships/0/orders/0/order/order/order/order/order/order/order/order/order/order/order/"
         "order/order/order/order/order",
         "nested at most 16 deep"},
    });
}

TEST_CASE("a file that is no scenario is refused") {
    check_all({
        {"null", "/", "an object with reckon"},
        {"[]", "/", "an object with reckon"},
        {"1", "/", "an object with reckon"},
        {R"("scenario")", "/", "an object with reckon"},
        {"{}", "/", "no \"reckon\""},
        {R"({"reckon": "scenario"})", "/", "no \"version\""},
        {R"({"reckon": "recording", "version": 1})", "/reckon", "\"recording\": expected \"sce"},
        {R"({"reckon": 1, "version": 1})", "/reckon", "expected \"scenario\""},
        {R"({"reckon": null, "version": 1})", "/reckon", "null"},
        {R"({"reckon": "scenario", "version": 2})", "/version", "2: expected 1"},
        {R"({"reckon": "scenario", "version": 0})", "/version", "0: expected 1"},
        {R"({"reckon": "scenario", "version": 1.0})", "/version", "1.0: expected 1"},
        {R"({"reckon": "scenario", "version": "1"})", "/version", "\"1\": expected 1"},
        {R"({"reckon": "scenario", "version": true})", "/version", "true: expected 1"},
        {R"({"reckon": "scenario", "version": [1]})", "/version", "[1]: expected 1"},
        {file(""), "/", "no \"ships\""},
    });
}

TEST_CASE("unknown and repeated keys are refused at each level") {
    check_all({
        {file(R"(, "ship": [])"), "/ship", "unknown key \"ship\": expected one of reckon"},
        {file(R"(, "a/b~c": 1)"), "/a~1b~0c", "unknown key \"a/b~c\""},
        {file(R"(, "Seed": 1)"), "/Seed", "unknown key"},
        {file(R"(, "": 1)"), "/", "unknown key \"\""},
        {emma(R"("name": "Emma", "at": "Oslo", "port": 1)"), "/ships/0/port", "name, at, bound"},
        {emma(R"("name": "Emma", "at": "Oslo", "miles": 1)"), "/ships/0/miles", "unknown key"},
        {order(R"({"do": "arrive", "to": "Oslo"})"), "/ships/0/orders/0/to", "one of do"},
        {order(R"({"do": "depart", "to": "Kiel", "tons": 1})"), "/ships/0/orders/0/tons", "do, to"},
        {order(R"({"do": "load", "tons": 1, "ship": 1})"), "/ships/0/orders/0/ship", "do, tons"},
        {order(R"({"do": "follow", "ships": [1, 2]})"), "/ships/0/orders/0/ships", "do, ship"},
        {order(R"({"do": "rendezvous", "ship": 1})"), "/ships/0/orders/0/ship", "do, ships"},
        {order(R"({"do": "transfer", "ship": 1, "tons": 1, "x": 1})"), "/ships/0/orders/0/x",
         "do, ship, tons"},
        {order(R"({"do": "hail", "ship": 1, "order": {"do": "arrive"}, "orders": []})"),
         "/ships/0/orders/0/orders", "do, ship, order"},
        {order(R"({"do": "hail", "ship": 1, "order": {"do": "arrive", "at": "Oslo"}})"),
         "/ships/0/orders/0/order/at", "unknown key"},
        {issue(R"({"ship": 0, "order": {"do": "arrive"}, "at": 1})"), "/sources/1/0/at",
         "one of ship, order"},
        {file(R"(, "seed": 1, "seed": 1)"), "/seed", "the key \"seed\" twice"},
        {emma(R"("name": "Emma", "at": "Oslo", "name": "Ida")"), "/ships/0/name",
         "the key \"name\" twice"},
        {order(R"({"do": "arrive", "do": "arrive"})"), "/ships/0/orders/0/do",
         "the key \"do\" twice"},
        {R"({"x": {"y": 1, "z": {}, "y": 2}})", "/x/y", "the key \"y\" twice"},
    });
}

TEST_CASE("the members of a scenario are refused out of their bounds") {
    check_all({
        {file(R"(, "name": "")"), "/name", "1 to 64 bytes"},
        {file(R"(, "name": 1)"), "/name", "a name in quotes"},
        {file(R"(, "name": "two\nlines")"), "/name", "without control characters"},
        {file(R"(, "seed": -1)"), "/seed", "-1: expected a whole number from 0"},
        {file(R"(, "seed": 1.0)"), "/seed", "1.0: expected a whole number"},
        {file(R"(, "seed": 1e3)"), "/seed", "expected a whole number"},
        {file(R"(, "seed": 18446744073709551616)"), "/seed", "from 0 to 18446744073709551615"},
        {file(R"(, "seed": "1")"), "/seed", "\"1\": expected a whole number"},
        {file(R"(, "seed": null)"), "/seed", "null"},
        {file(R"(, "seed": 1e400)"), "line 1, column 50", "1e400: expected a number"},
        {file(R"(, "work_ns": 1000000001)"), "/work_ns", "from 0 to 1000000000"},
        {file(R"(, "work_ns": false)"), "/work_ns", "false"},
        {file(R"(, "ships": {})"), "/ships", "an array of ships"},
        {file(R"(, "ships": "Emma")"), "/ships", "an array of ships"},
        {file(R"(, "ships": [])"), "/ships", "1 to 65536 ships"},
        {file(R"(, "ships": [{)" + repeated("},{", Limits::ships) + "}]"), "/ships",
         "65537 ships: expected 1 to 65536"},
        {file(std::string{good_ships} + R"(, "sources": {})"), "/sources", "an array of sources"},
        {file(std::string{good_ships} + R"(, "sources": [{}])"), "/sources/0", "an array of"},
        {file(std::string{good_ships} + R"(, "sources": [[])" + repeated(",[]", 256) + "]"),
         "/sources", "257 sources: expected at most 256"},
    });
}

TEST_CASE("ships are refused where they make no sense") {
    check_all({
        {file(R"(, "ships": [7])"), "/ships/0", "7: expected an object with name"},
        {file(R"(, "ships": [null])"), "/ships/0", "an object"},
        {file(R"(, "ships": [["Emma"]])"), "/ships/0", "an object"},
        {emma(""), "/ships/0", "no \"name\""},
        {emma(R"("name": null, "at": "Oslo")"), "/ships/0/name", "a name in quotes"},
        {emma(R"("name": "", "at": "Oslo")"), "/ships/0/name", "1 to 64 bytes"},
        {emma(R"("name": "\u0000", "at": "Oslo")"), "/ships/0/name", "control characters"},
        {emma(R"("name": "E\u001b[31m", "at": "Oslo")"), "/ships/0/name", "control characters"},
        {emma("\"name\": \"E\x7f\", \"at\": \"Oslo\""), "/ships/0/name", "control characters"},
        {emma(R"("at": "Oslo", "name": ")" + repeated("x", 65) + '"'), "/ships/0/name", "64 bytes"},
        {emma(R"("name": "Clara", "at": "Oslo")"), "/ships/2/name", "that no other ship has"},
        {emma(R"("name": "Emma")"), "/ships/0", "either \"at\""},
        {emma(R"("name": "Emma", "at": "Oslo", "bound": "Kiel")"), "/ships/0", "either \"at\""},
        {emma(R"("name": "Emma", "at": "Atlantis")"), "/ships/0/at", "\"Atlantis\": expected the"},
        {emma(R"("name": "Emma", "at": "oslo")"), "/ships/0/at", "scenarios --ports"},
        {emma(R"("name": "Emma", "at": "")"), "/ships/0/at", "UN/LOCODE"},
        {emma(R"("name": "Emma", "at": 9)"), "/ships/0/at", "9: expected the name or UN/LOCODE"},
        {emma(R"("name": "Emma", "at": null)"), "/ships/0/at", "null"},
        {emma(R"("name": "Emma", "bound": "Atlantis")"), "/ships/0/bound", "\"Atlantis\""},
        {emma(R"("name": "Emma", "bound": ["Oslo"])"), "/ships/0/bound", "in quotes"},
        {emma(R"("name": "Emma", "at": "Oslo", "cargo": -1)"), "/ships/0/cargo", "0 to 1000000"},
        {emma(R"("name": "Emma", "at": "Oslo", "cargo": 0.5)"), "/ships/0/cargo", "whole number"},
        {emma(R"("name": "Emma", "at": "Oslo", "cargo": 1000001)"), "/ships/0/cargo", "1000001"},
        {emma(R"("name": "Emma", "at": "Oslo", "cargo": "5")"), "/ships/0/cargo", "whole number"},
        {emma(R"("name": "Emma", "at": "Oslo", "orders": {})"), "/ships/0/orders", "an array of"},
        {emma(R"("name": "Emma", "at": "Oslo", "orders": null)"), "/ships/0/orders", "an array of"},
    });
}

TEST_CASE("orders are refused where they make no sense") {
    constexpr std::string_view at = "/ships/0/orders/0";
    const std::string inside{at};
    const std::string verb = inside + "/do";
    const std::string port = inside + "/to";
    const std::string tons = inside + "/tons";
    check_all({
        {order("1"), at, "1: expected an order"},
        {order("[]"), at, "an order: {\"do\""},
        {order(R"("arrive")"), at, "an order: {\"do\""},
        {order("{}"), at, "no \"do\""},
        {order(R"({"do": "sink"})"), verb, "\"sink\": expected one of depart, arrive"},
        {order(R"({"do": "Arrive"})"), verb, "one of"},
        {order(R"({"do": 1})"), verb, "one of"},
        {order(R"({"do": null})"), verb, "null"},
        {order(R"({"do": "take", "tons": 1})"), verb, "\"take\": expected one of"},
        {order(R"({"do": "arrive"}, {"do": "depart"})"), "/ships/0/orders/1", "no \"to\""},
        {order(R"({"do": "depart", "to": "Atlantis"})"), port, "\"Atlantis\""},
        {order(R"({"do": "depart", "to": 3})"), port, "in quotes"},
        {order(R"({"do": "load"})"), at, "no \"tons\""},
        {order(R"({"do": "load", "tons": 0})"), tons, "0: expected a whole number from 1"},
        {order(R"({"do": "load", "tons": 1000001})"), tons, "to 1000000"},
        {order(R"({"do": "unload", "tons": -3})"), tons, "-3"},
        {order(R"({"do": "unload", "tons": 1.5})"), tons, "1.5"},
        {order(R"({"do": "unload", "tons": 4294967297})"), tons, "4294967297"},
        {order(R"({"do": "load", "tons": "3"})"), tons, "\"3\""},
        {order(R"({"do": "transfer", "ship": 1})"), at, "no \"tons\""},
        {order(R"({"do": "transfer", "ship": 1, "tons": 0})"), tons, "from 1 to 1000000"},
        {order(R"({"do": "hail", "ship": 1})"), at, "no \"order\""},
        {order(R"({"do": "hail", "ship": 1, "order": []})"), inside + "/order", "an order"},
        {order(R"({"do": "hail", "ship": 1, "order": {"do": "take"}})"), inside + "/order/do",
         "one of"},
        {issue("7"), "/sources/1/0", "an object with ship, order"},
        {issue(R"({"order": {"do": "arrive"}})"), "/sources/1/0", "no \"ship\""},
        {issue(R"({"ship": 0})"), "/sources/1/0", "no \"order\""},
        {issue(R"({"ship": 0, "order": {"do": "sink"}})"), "/sources/1/0/order/do", "\"sink\""},
    });
}

TEST_CASE("ships that are not there, or not another, are refused") {
    const std::string inside = "/ships/0/orders/0";
    const std::string ship = inside + "/ship";
    const std::string ships = inside + "/ships";
    const auto follow = [](std::string_view who) {
        return order(R"({"do": "follow", "ship": )" + std::string{who} + "}");
    };
    const auto meet = [](std::string_view who) {
        return order(R"({"do": "rendezvous", "ships": )" + std::string{who} + "}");
    };
    const auto hail = [](std::string_view what) {
        return order(R"({"do": "hail", "ship": "Berta", "order": )" + std::string{what} + "}");
    };
    check_all({
        {order(R"({"do": "follow"})"), inside, "no \"ship\""},
        {follow(R"("Dora")"), ship, "a ship's name (Emma, Berta, Clara) or index (0 to 2)"},
        {follow(R"("berta")"), ship, "\"berta\""},
        {follow("3"), ship, "3: expected a ship's name"},
        {follow("4294967297"), ship, "4294967297"},
        {follow("-1"), ship, "-1"},
        {follow("1.0"), ship, "1.0"},
        {follow("null"), ship, "null"},
        {follow("[1]"), ship, "[1]"},
        {follow("0"), ship, "another ship than Emma"},
        {follow(R"("Emma")"), ship, "another ship than Emma"},
        {order(R"({"do": "transfer", "ship": 0, "tons": 1})"), ship, "another ship than Emma"},
        {order(R"({"do": "transfer", "ship": 9, "tons": 0})"), ship, "9: expected a ship's name"},
        {order(R"({"do": "hail", "ship": "Emma", "order": {"do": "arrive"}})"), ship,
         "another ship than Emma"},
        {hail(R"({"do": "follow", "ship": "Berta"})"), inside + "/order/ship", "than Berta"},
        {hail(R"({"do": "hail", "ship": 1, "order": {"do": "arrive"}})"), inside + "/order/ship",
         "another ship than Berta"},
        {hail(R"({"do": "hail", "ship": 2, "order": {"do": "transfer", "ship": 2, "tons": 1}})"),
         inside + "/order/order/ship", "another ship than Clara"},
        {hail(R"({"do": "rendezvous", "ships": [0, 1]})"), inside + "/order/ships/1", "Berta"},
        {meet("[1]"), ships, "[1]: expected two ships"},
        {meet("[]"), ships, "two ships"},
        {meet("[1, 2, 1]"), ships, "two ships"},
        {meet(R"("Berta")"), ships, "an array of two ships"},
        {meet("[1, 1]"), ships + "/1", "another ship than the first"},
        {meet(R"([2, "Clara"])"), ships + "/1", "another ship than the first"},
        {meet("[0, 1]"), ships + "/0", "another ship than Emma"},
        {meet("[1, 0]"), ships + "/1", "another ship than Emma"},
        {meet("[1, 9]"), ships + "/1", "index (0 to 2)"},
        {issue(R"({"ship": 2, "order": {"do": "arrive"}})"), "/sources/1/0/ship", "(0 to 1)"},
        {issue(R"({"ship": 1, "order": {"do": "follow", "ship": 1}})"), "/sources/1/0/order/ship",
         "another ship than Berta"},
    });
}

TEST_CASE("a fleet with more names than fit is listed in part") {
    std::string ships;
    for (int i = 0; i < 12; ++i) {
        ships += R"({"name": "S)" + std::to_string(i) + R"(", "at": "Oslo"}, )";
    }
    check_all({{file(R"(, "ships": [)" + ships +
                     R"({"name": "T", "at": "Oslo", "orders": [{"do": "follow", "ship": "U"}]}])"),
                "/ships/12/orders/0/ship", "S6, S7, …) or index (0 to 12)"}});
}

TEST_CASE("what stands at the place is shown, but not at any length") {
    const auto scenario = parse_scenario(file(R"(, "seed": ")" + repeated("ø", 10'000) + '"'));
    REQUIRE_FALSE(scenario);
    CHECK(scenario.error().value.size() < 100);
    CHECK(scenario.error().value.ends_with("ø…"));
}
