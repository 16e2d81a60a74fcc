#pragma once
/// Help that fits a terminal.

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>

namespace reckon {

/// What options and commands do, folded beside their names.
class FoldedHelp : public CLI::Formatter {
public:
    std::string make_option_desc(const CLI::Option* option) const override;
    std::string make_subcommand(const CLI::App* command) const override;

private:
    [[nodiscard]] std::string beside_its_name(const std::string& text) const;
};

/// What stands at the end of a command's help. Lines of prose are put together up to one that ends
/// with a full stop or a colon, and folded anew; of those that are indented, commands stay as they
/// are, and what a name stands for is folded beside it.
[[nodiscard]] std::string folded_footer(std::string_view text);

}  // namespace reckon
