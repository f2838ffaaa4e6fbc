// The program: settings of the process, the language and signals; then the command line.
#include "cli/languages/languages.hpp"
#include "cli/program.hpp"
#include "cli/signals.hpp"

#include <algorithm>
#include <memory>

#ifdef __GLIBC__
#include <malloc.h>
#endif

int main(int count, char** arguments) {
  using namespace muster;
#ifdef __GLIBC__
  // Each replication builds its models anew. If the memory were returned to the system in between, it would have to
  // be obtained again page by page, so free memory is kept. Blocks as large as the rows of a national scenario are
  // returned nevertheless, because an array that outgrows such a block would leave a hole of that size.
  constexpr int large = 32 << 20, keep = 1 << 30;  // a higher threshold is refused
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, keep);
#endif
  cli::open_closed_streams();
  const LanguageScope scope(cli::catalogues(), cli::language_asked_for(count, arguments));
  const cli::Invocation invocation(std::make_shared<output::Cleanup>());
  cli::watch_signals(invocation.cleanup);
  return cli::run_program({arguments + std::min(count, 1), arguments + count}, invocation);
}
