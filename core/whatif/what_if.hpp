#pragma once
/// A log with one change of the past: what follows from it, and no more.
///
/// What is changed is the run that the log tells of, as it is replayed. There each deref returned a
/// version, and a version is the name of the event that made it: those that the log names, or else
/// those that the replay read. Events keep these names, their dots as recorded, whatever becomes of
/// the numbers in the branch.
///
/// - A **dropped** event is taken out. An **inserted** one comes just before the event whose dot it
///   is given; a **replaced** one carries out another order. The new order reads of each ship what
///   the event at this place read of it, or else the last version that the log puts before that
///   event: in its sequence, by its clock, or by program order, reads and hails.
/// - A deref that named an event takes the state after it in the branch; if the event was taken
///   out, the state before it: after the last event of that ship before it that is left.
/// - A hail is the same if the same event sends the same order to the same ship. One that is no
///   longer sent takes with it the event that it brought, and so on. A hail that the log has
///   nothing of stays under way; an event whose sender, as replayed, did not hail it, stays as long
///   as the sender sends nothing else.
/// - A new hail **lands** last: after all that is recorded, and after the new hails before it. They
///   land one at a time, first the one whose sender came first in a replay by one thread, then
///   what those send on; what they carry reads all ships as they then are. A ship that has not
///   carried out its whole plan takes no mail: to such a ship a new hail stays under way.
/// - An order inserted at a ship's end lands, too, before all new hails.
/// - A hailed event that is dropped or replaced leaves its sender alone: the hail is lost.
///
/// Nothing waits for itself. What is recorded has an order, that of a replay by one thread, in
/// which each event comes after what it read and after what hailed it; logs that put a hail before
/// its sender are refused. The branch keeps that order for what is left: a deref of an event that
/// was taken out turns to an earlier one. A new order stands just before the event at its place,
/// and reads what came before that. Landed events come after all these, in the order in which they
/// land, and nothing recorded reads them; what they read or send, whether a transfer that was
/// refused and is not any more or one of a chain of hails, can only add to the end.

#include "core/replay/replay.hpp"
#include "core/whatif/change.hpp"
#include "core/whatif/renumbering.hpp"

namespace reckon {

/// What became of an event.
enum class Fate : std::uint8_t {
    again,     ///< Carried out again, for it found something else.
    replaced,  ///< Carried out with another order.
    inserted,
    landed,   ///< Brought by a new hail.
    dropped,  ///< By the change.
    gone,     ///< The hail that brought it is not sent any more.
};

[[nodiscard]] constexpr std::string_view word(Fate fate) {
    constexpr std::array<std::string_view, 6> words{"again",  "replaced", "inserted",
                                                    "landed", "dropped",  "gone"};
    return words[static_cast<std::size_t>(fate)];
}

/// An event in the cone of the change.
///
/// Shape  `recorded` has version 0 if the log does not have the event; `now`, its dot in the
///        branch, if the branch does not. The states are those of the branch: of an event that is
///        not in it twice the state before.
struct Affected {
    Fate fate = Fate::again;
    Dot recorded;
    Dot now;
    OrderId order = no_order;  ///< What it carries out in the branch, or did if it is not in it.
    Dot sender;                ///< Of a landed one that was hailed: in the branch. Else version 0.
    State before;
    State after;

    [[nodiscard]] bool in_branch() const { return now.version > 0; }
    /// With an order that the log does not have of it, and reads of its own.
    [[nodiscard]] bool is_new() const {
        return fate == Fate::replaced || fate == Fate::inserted || fate == Fate::landed;
    }
};

/// A hail that only the branch has, or only the log.
///
/// Shape  `sender` and `event` are dots of the branch or of the log, whichever has the hail; a
///        version of 0 if nothing came of it.
struct ChangedHail {
    Dot sender;
    Hail hail;
    Dot event;
};

/// What a change comes to for one ship.
///
/// Shape  `diverged` and `returned` count in Branch::affected: the first event after which the ship
///        is not as recorded, and the last one after which it is again.
struct ChangedShip {
    ShipId ship = 0;
    State recorded;  ///< At its end.
    State branch;
    std::optional<std::uint32_t> diverged;  ///< None: its states are as recorded throughout.
    std::optional<std::uint32_t> returned;  ///< None: it ends otherwise, or never diverged.
};

/// Shape  `affected` in an order in which they happen in the branch. `reads` are what the new ones
///        among them read, in the branch's dots: as many as each derefs, one after another.
struct Branch {
    Change change;
    std::vector<Affected> affected;
    std::vector<Dot> reads;
    std::vector<ChangedHail> sent;
    std::vector<ChangedHail> withdrawn;
    std::vector<ChangedShip> ships;  ///< Those with events in `affected`, by ShipId.
    std::uint64_t recorded_events = 0;
    std::uint64_t events = 0;    ///< In the branch.
    std::uint64_t executed = 0;  ///< Of these, carried out anew.
    Renumbering renumbering{0};
};

/// `replay` is the replay of the log.
///
/// Errors  No such event: the place is "the change". A log that puts a hail before its sender: the
///         log entry.
/// Cost    Linear in the log, a look at each entry; orders are carried out in the cone alone.
[[nodiscard]] Result<Branch> what_if(const Scenario& scenario, const Log& log, const Replay& replay,
                                     const Change& change);

}  // namespace reckon
