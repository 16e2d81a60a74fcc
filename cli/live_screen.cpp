#include "cli/live_screen.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "cli/command.hpp"

namespace reckon {
namespace {

std::size_t lines_of(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

bool moves_its_cursor() {
    const char* terminal = std::getenv("TERM");
    return isatty(STDOUT_FILENO) != 0 && terminal != nullptr &&
           terminal != std::string_view{"dumb"};
}

}  // namespace

LiveScreen::LiveScreen() : in_place_{moves_its_cursor()} {}

void LiveScreen::show(const std::function<std::string(std::size_t)>& text_of) {
    std::string text = text_of(rows_max);
    if (in_place_) {
        // The last line stays empty: the cursor is there.
        const std::size_t room = terminal_lines() - 1;
        for (std::size_t rows = rows_max; rows > 1 && lines_of(text) > room;) {
            text = text_of(--rows);
        }
        while (lines_of(text) > room) text.erase(text.find_last_of('\n', text.size() - 2) + 1);
        if (shown_lines_ > 0) print(fmt::format("\x1b[{}A\r\x1b[J", shown_lines_));
    } else if (shown_lines_ > 0) {
        print(std::string{"\n"});
    }
    print(text);
    shown_lines_ = lines_of(text);
    std::fflush(stdout);
}

std::size_t LiveScreen::terminal_lines() {
    constexpr std::size_t usual = 24;
    constexpr std::size_t least = 4;
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return usual;
    return std::max<std::size_t>(size.ws_row, least);
}

}  // namespace reckon
