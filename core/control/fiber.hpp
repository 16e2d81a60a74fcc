#pragma once
/// A stackful coroutine that sanitizers can follow.

#include <boost/context/fiber.hpp>
#include <boost/context/fixedsize_stack.hpp>
#include <cassert>
#include <cstddef>
#include <functional>

#if defined(__SANITIZE_ADDRESS__)
#define RECKON_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define RECKON_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define RECKON_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define RECKON_TSAN 1
#endif
#endif

#ifdef RECKON_ASAN
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef RECKON_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace reckon {

/// Threads  One: it is resumed by the thread that made it.
/// Shape    The body leaves and is resumed any number of times, and returns before the end.
/// Cost     Some 6 ns a switch (Boost.Context), without sanitizers.
class Fiber {
public:
    /// The first resume starts `body`.
    explicit Fiber(std::function<void()> body) : body_{std::move(body)} {
#ifdef RECKON_TSAN
        inner_tsan_ = __tsan_create_fiber(0);
#endif
        inner_ = boost::context::fiber{std::allocator_arg, Stack{this},
                                       [this](boost::context::fiber&& outer) {
                                           outer_ = std::move(outer);
                                           arrived_inside(nullptr);
                                           body_();
                                           leaving_inside(nullptr);
                                           return std::move(outer_);
                                       }};
    }

    /// The body has returned by then.
    ~Fiber() {
        assert(!inner_);
#ifdef RECKON_TSAN
        __tsan_destroy_fiber(inner_tsan_);
#endif
    }

    Fiber(const Fiber&) = delete;
    Fiber& operator=(const Fiber&) = delete;

    /// From outside: goes on where the body left, until it leaves again.
    void resume() {
        leaving_outside();
        inner_ = std::move(inner_).resume();
        arrived_outside();
    }

    /// From inside: back to whoever resumed.
    void leave() {
        void* fake_stack = nullptr;
        leaving_inside(&fake_stack);
        outer_ = std::move(outer_).resume();
        arrived_inside(fake_stack);
    }

private:
#if defined(RECKON_ASAN) || defined(RECKON_TSAN)
    static constexpr std::size_t stack_bytes = std::size_t{512} * 1024;
#else
    static constexpr std::size_t stack_bytes = std::size_t{64} * 1024;
#endif

    /// Says where the stack is.
    struct Stack {
        boost::context::stack_context allocate() {
            const auto context = boost::context::fixedsize_stack{stack_bytes}.allocate();
            owner->bottom_ = static_cast<std::byte*>(context.sp) - context.size;
            owner->bytes_ = context.size;
            return context;
        }

        void deallocate(boost::context::stack_context& context) {
            boost::context::fixedsize_stack{stack_bytes}.deallocate(context);
        }

        Fiber* owner;
    };

    void leaving_outside() {
#ifdef RECKON_ASAN
        __sanitizer_start_switch_fiber(&outer_fake_stack_, bottom_, bytes_);
#endif
#ifdef RECKON_TSAN
        outer_tsan_ = __tsan_get_current_fiber();
        __tsan_switch_to_fiber(inner_tsan_, 0);
#endif
    }

    void arrived_outside() {
#ifdef RECKON_ASAN
        __sanitizer_finish_switch_fiber(outer_fake_stack_, nullptr, nullptr);
#endif
    }

    /// For the last time, if there is no fake stack to keep.
    void leaving_inside([[maybe_unused]] void** fake_stack) {
#ifdef RECKON_ASAN
        __sanitizer_start_switch_fiber(fake_stack, outer_bottom_, outer_bytes_);
#endif
#ifdef RECKON_TSAN
        __tsan_switch_to_fiber(outer_tsan_, 0);
#endif
    }

    void arrived_inside([[maybe_unused]] void* fake_stack) {
#ifdef RECKON_ASAN
        __sanitizer_finish_switch_fiber(fake_stack, &outer_bottom_, &outer_bytes_);
#endif
    }

    std::function<void()> body_;
    boost::context::fiber inner_;
    boost::context::fiber outer_;
    std::byte* bottom_ = nullptr;
    std::size_t bytes_ = 0;
#ifdef RECKON_ASAN
    void* outer_fake_stack_ = nullptr;
    const void* outer_bottom_ = nullptr;
    std::size_t outer_bytes_ = 0;
#endif
#ifdef RECKON_TSAN
    void* inner_tsan_ = nullptr;
    void* outer_tsan_ = nullptr;
#endif
};

}  // namespace reckon
