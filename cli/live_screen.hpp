#pragma once
/// Where what is refreshed goes: in place on a terminal, one block after another elsewhere.

#include <functional>
#include <string>

namespace reckon {

class LiveScreen {
public:
    LiveScreen();

    /// Text in place of what was shown before, as `text_of(rows_max)` has it: with as many rows in
    /// each table as there is room for. Elsewhere than on a terminal, a block behind the others.
    void show(const std::function<std::string(std::size_t)>& text_of);

private:
    static constexpr std::size_t rows_max = 10;

    [[nodiscard]] static std::size_t terminal_lines();

    bool in_place_;
    std::size_t shown_lines_ = 0;
};

}  // namespace reckon
