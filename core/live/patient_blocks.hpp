#pragma once
/// Blocks that are waited for.

#include <functional>
#include <utility>

#include "core/live/growing_recording.hpp"

namespace reckon {

/// Hands out what grows as if it all were there: for who cannot stop in the middle.
///
/// Errors  The recording's; that it was not worth while to go on waiting, of kind bound.
class PatientBlocks final : public BlockSource {
public:
    /// `worth_while` is asked before each wait.
    PatientBlocks(GrowingRecording& recording, std::function<bool()> worth_while)
        : recording_{recording}, worth_while_{std::move(worth_while)} {}

    [[nodiscard]] std::optional<Block> next() override {
        while (true) {
            if (const auto block = recording_.next()) return block;
            if (recording_.error() || recording_.ended()) break;
            if (recording_.closed() || !worth_while_()) {
                given_up_ = Error{"the recording", "no block yet", "more of it in time",
                                  Error::Kind::bound};
                break;
            }
            recording_.wait(std::chrono::seconds{1});
        }
        return std::nullopt;
    }

    [[nodiscard]] const std::optional<Error>& error() const override {
        return recording_.error() ? recording_.error() : given_up_;
    }

    /// Whether what there was to come did not come in time.
    [[nodiscard]] bool gave_up() const { return given_up_.has_value(); }

private:
    GrowingRecording& recording_;
    std::function<bool()> worth_while_;
    std::optional<Error> given_up_;
};

}  // namespace reckon
