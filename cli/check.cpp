#include "cli/check_foreign.hpp"
#include "cli/command.hpp"

namespace reckon {

void add_check(CLI::App& app, Session& session, Action& action) {
    struct CheckCommand {
        std::string file;
        std::string from;
    };
    CLI::App* add = add_command(
        app, session, "check", "Judge a log that others wrote: is it causally sound?",
        "  reckon check --from shiviz log.shiviz\n"
        "  reckon check --from jsonl log.jsonl --json\n"
        "Exit 0 if the vector clocks are those of some partial order of the events, 1 if not;\n"
        "2 if the file is no such log.\n");
    auto command = std::make_shared<CheckCommand>();
    add->add_option("FILE", command->file, "A log with vector clocks")->required();
    add->add_option("--from", command->from, "Its format: shiviz or jsonl")
        ->required()
        ->type_name("FORMAT");
    add->callback([&session, &action, command] {
        action = [&session, command] {
            return check_foreign(session, command->file, command->from);
        };
    });
}

}  // namespace reckon
