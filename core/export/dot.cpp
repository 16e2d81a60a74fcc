#include <algorithm>

#include "core/check/words.hpp"
#include "core/export/event_text.hpp"
#include "core/export/format.hpp"
#include "core/export/happens_before.hpp"
#include "core/report/escape.hpp"

namespace reckon {
namespace {

/// In quotes. Graphviz reads escapes and the entities of HTML in labels, in any quotes.
std::string dot_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : plain(text)) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '&': out += "&amp;"; break;
            default: out += c;
        }
    }
    return out + "\"";
}

std::string node(Dot dot) {
    return fmt::format("e{}_{}", dot.ship, dot.version);
}

void write_edge(Sink& sink, EdgeKind kind, Dot from, Dot to) {
    const std::string_view style = kind == EdgeKind::program   ? "color=gray"
                                   : kind == EdgeKind::message ? "label=message, color=darkgreen"
                                   : kind == EdgeKind::wr      ? "label=wr, color=blue"
                                                          : "label=rw, color=red, style=dashed";
    sink.print("  {} -> {} [{}];\n", node(from), node(to), style);
}

std::optional<Error> write(const ToldRun& told, const SliceWish& wish, Sink& sink) {
    const auto slice = slice_of(told, wish);
    if (!slice) return slice.error();
    const Scenario& scenario = told.scenario();
    const History& run = told.events();
    sink.print("digraph {} {{\n  rankdir=LR;\n  node [shape=box];\n", dot_quoted(scenario.name));
    for (const ShipId ship : slice->ships()) {
        sink.print("  subgraph cluster_{} {{\n    label={};\n", ship,
                   dot_quoted(scenario.ships[ship].name));
        for (Version v = slice->before(ship) + 1; v <= slice->last(ship); ++v) {
            sink.print("    {} [label={}, tooltip={}];\n", node({ship, v}),
                       dot_quoted(fmt::format("{}: {}", name(scenario, {ship, v}),
                                              text(scenario, run.event({ship, v}).order))),
                       dot_quoted(event_text(scenario, run, {ship, v})));
        }
        sink.put("  }\n");
    }
    for (const Dot dot : slice->events()) {
        each_edge_to(run, dot, [&](EdgeKind kind, Dot from) {
            if (slice->has(from)) write_edge(sink, kind, from, dot);
        });
        for (const Dot read : run.ships[dot.ship].reads_of(dot.version)) {
            const Dot replaced_by{read.ship, read.version + 1};
            if (slice->has(replaced_by)) write_edge(sink, EdgeKind::rw, dot, replaced_by);
        }
    }
    sink.put("}\n");
    return std::nullopt;
}

}  // namespace

extern const ExportFormat dot_format{
    .name = "dot",
    .summary =
        "the dependency graph around a divergence, for Graphviz: program order, message, "
        "wr, rw",
    .events_usual = 2000,
    .write = write};

}  // namespace reckon
