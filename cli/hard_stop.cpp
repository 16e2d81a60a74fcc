#include "cli/hard_stop.hpp"

#include <unistd.h>

#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "cli/command.hpp"

namespace reckon {

HardStop::HardStop(std::chrono::seconds after, Error why)
    : watch_{[after, why = std::move(why)](const std::stop_token& gone) {
          std::mutex mutex;
          std::condition_variable_any never;
          std::unique_lock lock{mutex};
          never.wait_for(lock, gone, after, [] { return false; });
          if (gone.stop_requested()) return;
          const ExitCode code = report(why);
          // Held by who writes a row: that one is then cut short.
          if (ftrylockfile(stdout) == 0) std::fflush(stdout);
          _exit(static_cast<int>(code));
      }} {}

}  // namespace reckon
