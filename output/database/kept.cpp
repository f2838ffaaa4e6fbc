#include "output/database/kept.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/system_errors.hpp"
#include "engine/text/text.hpp"
#include "output/file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>
#include <unistd.h>

namespace muster::output {

namespace fs = std::filesystem;

namespace {

// The size of a row of replication_cells, with its share of a database page's overhead: the key fields, a double,
// and their types. A test measures it.
constexpr std::uintmax_t bytes_of_row = 32;

std::string gigabytes(std::uintmax_t bytes) { return fmt::format("{:.1f} GB", static_cast<double>(bytes) / 1e9); }

}  // namespace

KeptReplications::KeptReplications(const fs::path& folder, const ResultsShape& shape)
    : folder_(folder),
      dates_(shape.dates.size()),
      areas_(shape.areas.node_count()),
      series_(shape.series.size()),
      targets_(shape.targets.size()),
      row_(shape.cell_count()) {
  std::string name = (folder / ".replications-XXXXXX").string();
  const int made = ::mkstemp(name.data());
  if (made >= 0) ::unlink(name.c_str());
  file_.reset(made < 0 ? nullptr : ::fdopen(made, "a+"));
  if (!file_) throw OutputError(tr("{} cannot be written: {}", folder.string(), system_reason(errno)));
  std::setvbuf(file_.get(), nullptr, _IONBF, 0);  // so that a full disk is known at once
}

void KeptReplications::add(const ReplicationResult& result) {
  std::size_t cell = 0;
  for (std::size_t s = 0; s < series_; ++s)
    for (std::size_t area = 0; area < areas_; ++area)
      for (std::size_t date = 0; date < dates_; ++date)
        row_[cell++] = result.values[(date * areas_ + area) * series_ + s];

  if (std::fwrite(row_.data(), sizeof(double), row_.size(), file_.get()) != row_.size())
    throw OutputError(tr("replications cannot be kept in {}: {}", folder_.string(), system_reason(errno)));
  numbers_.push_back(result.replication);
  target_values_.insert(target_values_.end(), result.target_values.begin(), result.target_values.end());
  reached_.insert(reached_.end(), result.reached.begin(), result.reached.end());
}

std::vector<double> KeptReplications::gather(std::size_t first_cell, std::size_t count) const {
  std::vector<double> values(numbers_.size() * count);
  for (std::size_t row = 0; row < numbers_.size(); ++row) {
    const auto at = static_cast<off_t>((row * row_.size() + first_cell) * sizeof(double));
    errno = 0;
    if (::fseeko(file_.get(), at, SEEK_SET) != 0 ||
        std::fread(values.data() + row * count, sizeof(double), count, file_.get()) != count)
      throw OutputError(
          tr("replications kept in {} cannot be read: {}", folder_.string(), system_reason(errno != 0 ? errno : EIO)));
  }
  return values;
}

std::uintmax_t KeptReplications::bytes_at_most(const ResultsShape& shape, std::size_t replications) {
  return std::uintmax_t{replications} *
         (shape.cell_count() * (sizeof(double) + bytes_of_row) + shape.targets.size() * 2 * bytes_of_row);
}

void require_room_to_keep(const fs::path& writable, const ResultsShape& shape, std::size_t replications) {
  const std::uintmax_t needed = KeptReplications::bytes_at_most(shape, replications);
  std::error_code unknown;
  const fs::space_info room = fs::space(writable, unknown);
  if (unknown || needed <= room.available) return;
  throw InputError(
      tr("error: --keep-replications takes up to {} for {} replications; {} has {} free; ask for fewer "
         "replications or choose another folder with --out\n",
         gigabytes(needed), replications, writable.parent_path().string(), gigabytes(room.available)));
}

}  // namespace muster::output
