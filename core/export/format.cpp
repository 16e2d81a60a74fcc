#include "core/export/format.hpp"

#include <algorithm>
#include <array>

namespace reckon {

// Each is defined in the file of its name.
extern const ExportFormat jsonl_format, csv_format, sqlite_format, shiviz_format, perfetto_format,
    dot_format, mermaid_format, porcupine_format, elle_format;

namespace {

constexpr std::array formats{&jsonl_format,   &csv_format,       &sqlite_format,
                             &shiviz_format,  &perfetto_format,  &dot_format,
                             &mermaid_format, &porcupine_format, &elle_format};

}  // namespace

std::span<const ExportFormat* const> export_formats() {
    return formats;
}

const ExportFormat* find_export_format(std::string_view name) {
    const auto found = std::ranges::find(formats, name, &ExportFormat::name);
    return found == formats.end() ? nullptr : *found;
}

}  // namespace reckon
