#include "cli/folded_help.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

#include "core/report/table.hpp"

namespace reckon {

std::string FoldedHelp::make_option_desc(const CLI::Option* option) const {
    return beside_its_name(option->get_description());
}

std::string FoldedHelp::make_subcommand(const CLI::App* command) const {
    std::ostringstream out;
    CLI::detail::format_help(out, command->get_name(), beside_its_name(command->get_description()),
                             column_width_);
    return out.str();
}

std::string FoldedHelp::beside_its_name(const std::string& text) const {
    const std::size_t width = terminal_width - column_width_;
    return fmt::format("{}", fmt::join(folded(text, width, width), "\n"));
}

namespace {

/// "  shiviz     a log with vector clocks …", the rest of it below its beginning.
std::string indented(std::string_view line) {
    const std::size_t name_end = line.find("  ", 2);
    // A command, or the end of one that a backslash goes on with.
    const bool is_named = name_end != line.npos && line.find("reckon ") == line.npos;
    if (!is_named || columns(line) <= terminal_width) return std::string{line} + '\n';
    const std::size_t text = line.find_first_not_of(' ', name_end);
    const std::string words = wrapped(line.substr(text), text);
    return std::string{line.substr(0, text)} + words.substr(text);
}

}  // namespace

std::string folded_footer(std::string_view text) {
    std::istringstream lines{std::string{text}};
    std::string out;
    std::string prose;
    const auto end_prose = [&] {
        if (!prose.empty()) out += wrapped(prose, 0);
        prose.clear();
    };
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("  ")) {
            end_prose();
            out += indented(line);
            continue;
        }
        prose += (prose.empty() ? "" : " ") + line;
        if (line.ends_with('.') || line.ends_with(':')) end_prose();
    }
    end_prose();
    return out;
}

}  // namespace reckon
