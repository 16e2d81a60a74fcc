#pragma once
/// What can be folded from the events of a recording as they come.

#include <concepts>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/live/live_event.hpp"
#include "core/world/scenario.hpp"

namespace reckon {

/// A name, a whole number, or another.
using LiveCell = std::variant<std::string, std::int64_t, double>;
using LiveRow = std::vector<LiveCell>;

/// Made with the scenario, which outlives it; sees each event once, in the order of the file, which
/// is one that the log allows; is asked for its rows now and then.
///
/// Threads  One.
/// Shape    A cell for each column in every row; columns go by snake_case names. The first rows
///          matter most: a terminal may have no room for the others. `of_states` says whether it
///          asks for states: then it is shown with how many ships it is of.
/// Cost     see() is called for each event of the run.
template <class P>
concept Projection = std::constructible_from<P, const Scenario&> &&
    requires(P projection, const P& asked, const LiveEvent& seen, Arrival now) {
    { P::name } -> std::convertible_to<std::string_view>;
    { P::summary } -> std::convertible_to<std::string_view>;
    { P::of_states } -> std::convertible_to<bool>;
    {std::span<const std::string_view>{P::columns}};
    projection.see(seen);
    { asked.rows(now) } -> std::same_as<std::vector<LiveRow>>;
};

/// A projection of any type at work.
class LiveProjection {
public:
    LiveProjection() = default;
    LiveProjection(const LiveProjection&) = delete;
    LiveProjection& operator=(const LiveProjection&) = delete;
    virtual ~LiveProjection() = default;

    virtual void see(const LiveEvent& seen) = 0;
    [[nodiscard]] virtual std::vector<LiveRow> rows(Arrival now) const = 0;
};

/// A type of projections, as a list has it.
struct ProjectionRecord {
    std::string_view name;
    std::string_view summary;
    bool of_states;
    std::span<const std::string_view> columns;
    std::unique_ptr<LiveProjection> (*make)(const Scenario& scenario);
};

template <Projection P>
[[nodiscard]] constexpr ProjectionRecord record_of() {
    class AtWork final : public LiveProjection {
    public:
        explicit AtWork(const Scenario& scenario) : projection_{scenario} {}

        void see(const LiveEvent& seen) override { projection_.see(seen); }
        [[nodiscard]] std::vector<LiveRow> rows(Arrival now) const override {
            return projection_.rows(now);
        }

    private:
        P projection_;
    };
    return {P::name, P::summary, P::of_states, P::columns,
            [](const Scenario& scenario) -> std::unique_ptr<LiveProjection> {
                return std::make_unique<AtWork>(scenario);
            }};
}

}  // namespace reckon
