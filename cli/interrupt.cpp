#include "cli/interrupt.hpp"

namespace reckon {
namespace {

volatile std::sig_atomic_t noted = 0;

}  // namespace

Interrupt::Interrupt() {
    noted = 0;
    struct sigaction note {};
    note.sa_handler = [](int) { noted = 1; };  // Without SA_RESTART: a wait ends.
    note.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(SIGINT, &note, &before_);
}

Interrupt::~Interrupt() {
    ::sigaction(SIGINT, &before_, nullptr);
}

bool Interrupt::came() {
    return noted != 0;
}

}  // namespace reckon
