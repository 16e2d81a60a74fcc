#pragma once
/// Deviations drawn by chance.

#include <random>

#include "core/log/deviations.hpp"

namespace reckon {

/// Any that there can be. Few steps, so that keys would stand twice if nothing were done about it;
/// some steps and readings are the largest.
[[nodiscard]] Deviations random_deviations(std::mt19937_64& chance, const TaskCounts& counts);

}  // namespace reckon
