// Dates and months in the form used in sentences, in the language in which a text is displayed.
//
// Contract: the text of a date is composed when it is displayed, so that one Text serves every language. Leaves out:
// tables, files and error positions, which write every date in ISO 8601 form: iso() in engine/clock/calendar.hpp.
#pragma once

#include "engine/clock/instant.hpp"
#include "engine/text/text.hpp"

namespace muster {

/// A date in a sentence: `2026-12-31`, in Chinese `2026年12月31日`.
[[nodiscard]] Text date_words(Date date);

/// A minute in a sentence: `2026-12-31 09:30`, in Chinese `2026年12月31日09:30`.
[[nodiscard]] Text date_words(Instant at);

/// A month in a sentence or a label: `2026-12`, in Chinese `2026年12月`.
[[nodiscard]] Text month_words(Date date);

}  // namespace muster
