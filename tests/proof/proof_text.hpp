#pragma once
/// What a proof found, in words and tables.

#include <string>

#include "core/report/table.hpp"
#include "tests/proof/proof.hpp"

namespace reckon {

/// How many scenarios there are in all, where only a sample of them was tried.
struct ProvenOn {
    std::size_t tried = 0;
    std::size_t all = 0;
};

/// The most that could be claimed, by what was tried: no check that it promises was broken.
[[nodiscard]] Fidelity unbroken(const ProofCell& cell);

/// Each claim that is broken or undecided, with the smallest scenario and a schedule; then two
/// tables: the claims, and what is broken that is not claimed; then one sentence.
[[nodiscard]] std::string proof_text(std::span<const ProofCell> cells,
                                     std::span<const Scenario> scenarios, ProvenOn on);

/// fails if a claim is broken; else undecided if something was cut.
[[nodiscard]] Outcome outcome_of(std::span<const ProofCell> cells);

}  // namespace reckon
