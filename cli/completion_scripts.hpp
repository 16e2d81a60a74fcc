#pragma once
/// The scripts by which shells complete a command line.

#include "cli/completable.hpp"

namespace reckon::completion {

[[nodiscard]] std::string bash(const std::vector<Command>& commands);
[[nodiscard]] std::string zsh(const std::vector<Command>& commands);
[[nodiscard]] std::string fish(const std::vector<Command>& commands);

}  // namespace reckon::completion
