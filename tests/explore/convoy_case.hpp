#pragma once
/// The file of one small case that has some of everything.

#include <string_view>

namespace reckon {

inline constexpr std::string_view convoy_text =
    R"({"reckon": "case", "version": 1, "strategy": "mpsc", "drain": true,
 "scenario": {"reckon": "scenario", "version": 1, "name": "convoy-2", "seed": 1, "work_ns": 0,
  "ships": [
   {"name":"Emma","at":"Aarhus","cargo":5,"orders":[{"do":"follow","ship":1}]},
   {"name":"Berta","at":"Malmö","cargo":0,"orders":[{"do":"depart","to":"Gdańsk"}]}],
  "sources": [
   [{"ship":0,"order":{"do":"load","tons":3}}]]},
 "schedule": {
  "clock_start_ms": 1700,
  "switches": [
   {"after": "ship Emma", "steps": 1, "next": "ship Berta"},
   {"next": "source 0"}],
  "clock": [
   {"task": "ship Emma", "step": 3, "ms": 1},
   {"task": "source 0", "step": 1, "ms": -2}],
  "stops": [
   {"task": "drain", "steps": 2},
   {"task": "ship Berta", "steps": 0}]},
 "expect": {
  "checks": {"complete": "holds", "final": "fails", "history": "fails",
   "view": "fails", "causal": "undecided", "strict": "holds"},
  "divergence": "Emma follows \"Berta\" to Gdańsk.",
  "operations": 6,
  "operations_hash": "0123456789abcdef0123456789abcdef"}}
)";

}  // namespace reckon
