#include "core/world/port.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace reckon {
namespace {

constexpr std::array<Port, port_count> table{{
    {"Aarhus", "Denmark", "DKAAR", 56.15, 10.22},
    {"Malmö", "Sweden", "SEMMA", 55.62, 13.00},
    {"Gdańsk", "Poland", "PLGDN", 54.40, 18.67},
    {"Hamburg", "Germany", "DEHAM", 53.54, 9.97},
    {"Rotterdam", "Netherlands", "NLRTM", 51.95, 4.14},
    {"Antwerpen", "Belgium", "BEANR", 51.27, 4.34},
    {"København", "Denmark", "DKCPH", 55.69, 12.60},
    {"Göteborg", "Sweden", "SEGOT", 57.70, 11.94},
    {"Stockholm", "Sweden", "SESTO", 59.33, 18.07},
    {"Oslo", "Norway", "NOOSL", 59.90, 10.74},
    {"Bergen", "Norway", "NOBGO", 60.39, 5.32},
    {"Helsinki", "Finland", "FIHEL", 60.16, 24.95},
    {"Tallinn", "Estonia", "EETLL", 59.44, 24.76},
    {"Riga", "Latvia", "LVRIX", 56.97, 24.10},
    {"Klaipėda", "Lithuania", "LTKLJ", 55.71, 21.13},
    {"Aalborg", "Denmark", "DKAAL", 57.05, 9.92},
    {"Rostock", "Germany", "DERSK", 54.15, 12.10},
    {"Kiel", "Germany", "DEKEL", 54.32, 10.14},
    {"Bremerhaven", "Germany", "DEBRV", 53.55, 8.58},
    {"Amsterdam", "Netherlands", "NLAMS", 52.41, 4.83},
    {"Felixstowe", "United Kingdom", "GBFXT", 51.95, 1.31},
    {"Southampton", "United Kingdom", "GBSOU", 50.90, -1.42},
    {"Liverpool", "United Kingdom", "GBLIV", 53.44, -3.01},
    {"Dublin", "Ireland", "IEDUB", 53.35, -6.20},
    {"Reykjavík", "Iceland", "ISREY", 64.15, -21.94},
    {"Le Havre", "France", "FRLEH", 49.48, 0.11},
    {"Brest", "France", "FRBES", 48.38, -4.49},
    {"Bilbao", "Spain", "ESBIO", 43.35, -3.05},
    {"Lisboa", "Portugal", "PTLIS", 38.70, -9.15},
    {"Algeciras", "Spain", "ESALG", 36.13, -5.43},
    {"Barcelona", "Spain", "ESBCN", 41.35, 2.16},
    {"Marseille", "France", "FRMRS", 43.31, 5.36},
    {"Genova", "Italy", "ITGOA", 44.40, 8.92},
    {"Napoli", "Italy", "ITNAP", 40.84, 14.26},
    {"Trieste", "Italy", "ITTRS", 45.64, 13.76},
    {"Piraeus", "Greece", "GRPIR", 37.94, 23.63},
    {"Istanbul", "Türkiye", "TRIST", 41.01, 28.96},
    {"Haifa", "Israel", "ILHFA", 32.82, 35.00},
    {"Alexandria", "Egypt", "EGALY", 31.19, 29.87},
    {"Mumbai", "India", "INBOM", 18.95, 72.85},
    {"Colombo", "Sri Lanka", "LKCMB", 6.95, 79.85},
    {"Singapore", "Singapore", "SGSIN", 1.26, 103.84},
    {"Hong Kong", "Hong Kong", "HKHKG", 22.33, 114.12},
    {"Shanghai", "China", "CNSHA", 31.23, 121.49},
    {"Busan", "South Korea", "KRPUS", 35.10, 129.04},
    {"Yokohama", "Japan", "JPYOK", 35.45, 139.65},
    {"Sydney", "Australia", "AUSYD", -33.86, 151.20},
    {"Auckland", "New Zealand", "NZAKL", -36.84, 174.77},
    {"Cape Town", "South Africa", "ZACPT", -33.91, 18.43},
    {"Santos", "Brazil", "BRSSZ", -23.97, -46.30},
    {"Buenos Aires", "Argentina", "ARBUE", -34.58, -58.37},
    {"New York", "United States", "USNYC", 40.68, -74.04},
    {"Halifax", "Canada", "CAHAL", 44.65, -63.57},
    {"Los Angeles", "United States", "USLAX", 33.74, -118.26},
    {"Vancouver", "Canada", "CAVAN", 49.29, -123.11},
    {"Valparaíso", "Chile", "CLVAP", -33.04, -71.63},
}};

MileTable measure() {
    MileTable miles{};
    for (std::size_t i = 0; i < port_count; ++i) {
        for (std::size_t j = 0; j < port_count; ++j) {
            const double exact = great_circle_miles(table[i], table[j]);
            miles[i][j] = static_cast<std::uint16_t>(std::lround(exact));
        }
    }
    return miles;
}

}  // namespace

const MileTable mile_table = measure();

std::span<const Port, port_count> ports() {
    return table;
}

std::optional<PortId> find_port(std::string_view name_or_locode) {
    const auto* found = std::ranges::find_if(table, [&](const Port& port) {
        return port.name == name_or_locode || port.locode == name_or_locode;
    });
    if (found == table.end()) return std::nullopt;
    return static_cast<PortId>(found - table.begin());
}

double great_circle_miles(const Port& from, const Port& to) {
    constexpr double radius = 3440.065;
    const auto radians = [](double degrees) { return degrees * std::numbers::pi / 180; };
    const auto half_chord = [](double angle) { return std::pow(std::sin(angle / 2), 2); };
    const double lat_from = radians(from.latitude);
    const double lat_to = radians(to.latitude);
    const double across = half_chord(radians(to.longitude - from.longitude));
    const double h = half_chord(lat_to - lat_from) + std::cos(lat_from) * std::cos(lat_to) * across;
    return 2 * radius * std::asin(std::sqrt(std::min(1.0, h)));
}

}  // namespace reckon
