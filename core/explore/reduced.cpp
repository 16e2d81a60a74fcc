#include "core/explore/reduced.hpp"

#include <algorithm>
#include <bit>

#include "core/explore/dependence.hpp"

namespace reckon {

bool Reduced::depends(const Made& a, const Made& b) const {
    return dependent(a, b, publishes_depend_);
}

/// Whether the operation made at this node happens before what has this clock.
bool Reduced::before(std::size_t earlier, const std::uint32_t* clock) const {
    const Node& node = nodes_[earlier];
    return clock[node.made.task] >= node.own_step;
}

TaskId Reduced::pick(const Moment& moment) {
    tasks_ = moment.task_count();
    if (depth_ == limit_) return nobody;
    if (depth_ == nodes_.size() && !extend(moment)) return nobody;
    if (nodes_[depth_].able != able_mask(moment)) {
        diverge();
        return nobody;
    }
    return nodes_[depth_++].made.task;
}

std::int64_t Reduced::read_clock(TaskId, std::int64_t last_ms, bool may_step_back) {
    return nodes_[depth_ - 1].clock.read(last_ms, may_step_back);
}

/// A node for a state not met before; none if from here all would be repetition.
bool Reduced::extend(const Moment& moment) {
    const std::size_t depth = nodes_.size();
    Node node{.able = able_mask(moment), .sleep = depth == 0 ? 0 : sleep_after(depth - 1)};
    const TaskMask awake = node.able & ~node.sleep;
    if (awake == 0) return false;
    pending_.resize((depth + 1) * tasks_);
    clocks_.resize((depth + 1) * tasks_);
    for (TaskId task = 0; task < tasks_; ++task) pending(depth)[task] = moment.next(task);
    if (limit_ != no_limit) node.backtrack = awake;
    nodes_.push_back(node);
    const TaskId last = moment.last();
    const bool goes_on = last != nobody && (awake & bit(last)) != 0;
    take(depth, goes_on ? last : static_cast<TaskId>(std::countr_zero(awake)));
    return true;
}

/// What was done from a node, or slept there, sleeps on as long as nothing that it depends on is
/// made.
TaskMask Reduced::sleep_after(std::size_t depth) {
    const Node& node = nodes_[depth];
    TaskMask sleep = 0;
    for (TaskMask rest = (node.sleep | node.done) & ~bit(node.made.task); rest != 0;
         rest &= rest - 1) {
        const auto task = static_cast<TaskId>(std::countr_zero(rest));
        if (!depends(pending(depth)[task], node.made)) sleep |= bit(task);
    }
    return sleep;
}

void Reduced::take(std::size_t depth, TaskId task) {
    Node& node = nodes_[depth];
    node.made = pending(depth)[task];
    node.backtrack |= bit(task);
    node.clock = {};
    Clock own = clock(depth);
    std::fill_n(own, tasks_, 0U);
    for (std::size_t i = depth; i-- > 0;) {
        if (nodes_[i].made.task != task) continue;
        join(own, i);
        break;
    }
    node.own_step = own[task] + 1;
    find_races(depth, node.made, own);
    own[task] = node.own_step;
}

void Reduced::join(Clock into, std::size_t depth) {
    const std::uint32_t* known = clock(depth);
    for (std::size_t i = 0; i < tasks_; ++i) into[i] = std::max(into[i], known[i]);
}

/// `into` has what happens before the task's last operation; brings it to what happens before this
/// one, and has each operation tried first that this one races with: that it depends on, with
/// nothing between them that orders the two.
void Reduced::find_races(std::size_t end, const Made& made, Clock into) {
    racing_.clear();
    for (std::size_t i = end; i-- > 0;) {
        if (nodes_[i].made.task == made.task || !depends(nodes_[i].made, made)) continue;
        if (before(i, into)) continue;
        racing_.push_back(i);
        join(into, i);
    }
    join_enabling(end, made, into);
    for (const std::size_t earlier : racing_) {
        if (earlier >= fixed_ && limit_ == no_limit) reverse(earlier, end, made.task, into);
    }
}

/// The k-th receive was made possible by the k-th send; a lock by the last unlock.
void Reduced::join_enabling(std::size_t end, const Made& made, Clock into) {
    const OperationKind by = enabled_by(made.kind);
    if (by == made.kind) return;
    const auto is = [&](std::size_t i, OperationKind kind) {
        return nodes_[i].made.kind == kind && nodes_[i].made.object == made.object;
    };
    if (made.kind == OperationKind::lock) {
        for (std::size_t i = end; i-- > 0;) {
            if (is(i, by)) return join(into, i);
        }
        return;
    }
    std::size_t taken = 0;
    for (std::size_t i = 0; i < end; ++i) taken += is(i, made.kind) ? 1 : 0;
    for (std::size_t i = 0; i < end; ++i) {
        if (is(i, by) && taken-- == 0) return join(into, i);
    }
}

/// From the state before `earlier`, something must be tried that can lead to the later operation
/// before it: one of the first steps of what happened since without waiting for `earlier`.
void Reduced::reverse(std::size_t earlier, std::size_t end, TaskId task,
                      const std::uint32_t* later) {
    Node& node = nodes_[earlier];
    between_.clear();
    TaskMask first = 0;  // The tasks with a step that nothing between comes before.
    TaskMask seen = 0;
    const auto consider = [&](TaskId who, const std::uint32_t* clock) {
        if ((seen & bit(who)) != 0) return;
        seen |= bit(who);
        const bool waits =
            std::ranges::any_of(between_, [&](std::size_t other) { return before(other, clock); });
        if (!waits) first |= bit(who);
    };
    for (std::size_t i = earlier + 1; i < end; ++i) {
        if (before(earlier, clock(i))) continue;
        consider(nodes_[i].made.task, clock(i));
        between_.push_back(i);
    }
    consider(task, later);
    if ((first & node.backtrack) != 0) return;
    const TaskMask able = first & node.able;
    if (able == 0) {
        node.backtrack |= node.able;
    } else {
        node.backtrack |= (able & bit(task)) != 0 ? bit(task) : able & (~able + 1);
    }
}

bool Reduced::next(const ControlledRecording& run) {
    // What waits for ever races too: had it come first, it would not wait.
    for (const Waiting& waiting : run.waiting) {
        std::vector<std::uint32_t> known(tasks_);
        for (std::size_t i = nodes_.size(); i-- > 0;) {
            if (nodes_[i].made.task != waiting.task) continue;
            join(known.data(), i);
            break;
        }
        find_races(nodes_.size(), waiting.operation, known.data());
    }
    depth_ = 0;
    while (nodes_.size() > fixed_) {
        Node& node = nodes_.back();
        if (node.clock.another()) return true;
        node.done |= bit(node.made.task);
        const TaskMask rest = node.backtrack & ~node.done & ~node.sleep;
        if (rest != 0) {
            take(nodes_.size() - 1, static_cast<TaskId>(std::countr_zero(rest)));
            return true;
        }
        nodes_.pop_back();
    }
    return false;
}

std::unique_ptr<Search> Reduced::beyond() const {
    auto rest = std::make_unique<Reduced>(*this);
    rest->limit_ = no_limit;
    rest->fixed_ = nodes_.size();
    rest->depth_ = 0;
    return rest;
}

}  // namespace reckon
