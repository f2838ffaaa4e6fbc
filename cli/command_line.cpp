#include "cli/command_line.hpp"

#include "engine/parameters/diagnostic.hpp"
#include "engine/text/text.hpp"
#include "output/charts/parts.hpp"
#include "output/words.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <memory>
#include <regex>
#include <type_traits>
#include <utility>

namespace muster::cli {

namespace {

constexpr std::size_t names_width = 30, description_width = 84;  // cells

class Help : public CLI::Formatter {
 public:
  Help() {
    label("Usage", tr("Usage"));
    label("OPTIONS", tr("OPTIONS"));
    label("SUBCOMMAND", tr("COMMAND"));
    label("Positionals", tr("Arguments"));
    label("REQUIRED", tr("REQUIRED"));
    label("Needs", tr("Needs"));
    label("Excludes", tr("Excludes"));
    label("TEXT", tr("TEXT"));
    for (const char* number : {"UINT", "INT", "FLOAT"}) label(number, tr("NUMBER"));
  }

  // CLI11 writes a colon after headings and relations of options, which is full-width in Chinese.
  std::string make_help(const CLI::App* command, std::string name, CLI::AppFormatMode mode) const override {
    const std::string help = Formatter::make_help(command, std::move(name), mode);
    if (current_language() != Language::chinese) return help;
    const std::string usage = get_label("Usage");
    return std::regex_replace(std::regex_replace(help, std::regex("\n" + usage + ": "), "\n" + usage + "："),
                              std::regex("\n(\\S+):\n"), "\n$1：\n");
  }
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    std::string relations = make_option_opts(option);
    if (current_language() == Language::chinese) relations = std::regex_replace(relations, std::regex(": "), "：");
    return entry(make_option_name(option, is_positional) + relations, make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return entry(command->get_display_name(true), command->get_description());
  }

 private:
  static std::string entry(const std::string& name, const std::string& description) {
    const std::string indent(names_width, ' ');
    std::string said = output::pad_right("  " + name, names_width);
    if (output::display_width(said) > names_width - 1 && said.back() != ' ') said += "\n" + indent;
    bool first = true;
    for (const std::string& line : output::wrapped(description, description_width)) {
      if (!first) said += "\n" + indent;
      said += line;
      first = false;
    }
    return said + "\n";
  }
};

// The command that was typed, or the program itself if none was.
const CLI::App& typed_command(const CLI::App& program) {
  const CLI::App* at = &program;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return *at;
}

std::string name_of(const CLI::App& app) {
  return app.get_parent() ? name_of(*app.get_parent()) + " " + app.get_name() : app.get_name();
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> options = app.get_options();
  if (const CLI::App* parent = app.get_parent()) {
    const std::vector<const CLI::Option*> more = options_of(*parent);
    options.insert(options.end(), more.begin(), more.end());
  }
  return options;
}

// The option that an error is about. CLI11 names it only in the message of the error.
const CLI::Option* named_in(const std::string& message, const std::vector<const CLI::Option*>& options) {
  const CLI::Option* found = nullptr;
  std::size_t first = std::string::npos;
  for (const CLI::Option* option : options) {
    const std::size_t at = message.find(option->get_name());
    if (at == std::string::npos) continue;
    if (found && (at > first || (at == first && option->get_name().size() < found->get_name().size()))) continue;
    found = option;
    first = at;
  }
  return found;
}

std::string unknown_option(const std::string& word, const CLI::App& app) {
  std::vector<std::string> known;
  for (const CLI::Option* option : options_of(app))
    for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
  const std::string name = name_of(app);
  return tr("{} {}: error: there is no such option{}; `{} --help` lists the options\n", name, word,
            nearest_hint(word.substr(0, word.find('=')), known), name);
}

std::string unknown_command(const std::string& word, const CLI::App& app) {
  const std::string name = name_of(app);
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  constexpr std::pair<const char*, const char*> renamed[] = {{"plan", "preview"}};  // the earlier and the present name
  for (const auto& [earlier, now] : renamed)
    if (word == earlier && std::find(known.begin(), known.end(), now) != known.end())
      return tr("{} {}: error: this command is now called `{}`\n", name, word, now);
  return tr("{} {}: error: there is no such command{}; `{} --help` lists the commands\n", name, word,
            nearest_hint(word, known), name);
}

// The error for words that no option or positional took. @param words  in the order typed
std::string unexpected(const std::vector<std::string>& words, const CLI::App& app) {
  const std::string& word = words.front();
  if (word.starts_with("-")) return unknown_option(word, app);
  if (!app.get_subcommands({}).empty()) return unknown_command(word, app);
  const std::string name = name_of(app);
  return tr("{}: error: unexpected argument `{}`; `{} --help` shows what the command takes\n", name, word, name);
}

std::string missing(const CLI::App& app, const std::vector<std::string>& left_over) {
  const std::string name = name_of(app);
  for (const CLI::Option* option : app.get_options())
    if (option->get_required() && option->count() == 0)
      return tr("{}: error: {} is missing; `{} --help` says what it is\n", name, option->get_name(), name);
  if (!left_over.empty()) return unexpected(left_over, app);
  return tr("{}: error: a command is missing; `{} --help` lists the commands\n", name, name);
}

std::string miscounted(const CLI::Option& option, const CLI::App& app) {
  const std::string name = name_of(app);
  if (option.count() > 1)
    return tr("{}: error: {} is given {} times; give it once\n", name, option.get_name(), option.count());
  return tr("{}: error: a value is missing after {}; `{} --help` says what it may be\n", name, option.get_name(),
            name);
}

// Why the command line was not understood, and the remedy, as one line.
std::string refusal_of(const CLI::ParseError& error, const CLI::App& program) {
  const CLI::App& app = typed_command(program);
  const std::string name = name_of(app);
  const std::string message = error.what();
  const std::vector<const CLI::Option*> options = options_of(app);
  const std::vector<std::string> left_over = program.remaining(true);
  if (dynamic_cast<const CLI::RequiredError*>(&error)) return missing(app, left_over);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) && !left_over.empty()) return unexpected(left_over, app);
  if (dynamic_cast<const CLI::RequiresError*>(&error))
    for (const CLI::Option* option : options)
      for (const CLI::Option* needed : option->get_needs())
        if (option->count() > 0 && needed->count() == 0)
          return tr("{}: error: {} requires {}; add it\n", name, option->get_name(), needed->get_name());
  if (dynamic_cast<const CLI::ExcludesError*>(&error))
    for (const CLI::Option* option : options)
      for (const CLI::Option* excluded : option->get_excludes())
        if (option->count() > 0 && excluded->count() > 0)
          return tr("{}: error: {} cannot be combined with {}; leave one of them out\n", name, option->get_name(),
                    excluded->get_name());
  if (const CLI::Option* option = named_in(message, options)) {
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) return miscounted(*option, app);
    if (option->get_type_size() == 0)
      return tr("{}: error: {} takes no value; write it alone\n", name, option->get_name());
    if (option->count() > 0)
      return tr("{}: error: {} is `{}`, which cannot be read; `{} --help` says what it may be\n", name,
                option->get_name(), option->results().back(), name);
  }
  return tr("{}: error: {}\n", name, message);
}

template <class Check>
CLI::Validator validator(Check check) {
  return CLI::Validator(
      [check = std::move(check)](std::string& written) {
        check(written);
        return std::string{};
      },
      "");
}

}  // namespace

Option Option::required() {
  option_->required();
  return *this;
}

Option Option::shows_default() {
  option_->capture_default_str();
  return *this;
}

Option Option::excludes(Option other) {
  option_->excludes(other.option_);
  return *this;
}

Option Option::needs(Option other) {
  option_->needs(other.option_);
  return *this;
}

Option Option::whole_number(std::uint64_t low, std::uint64_t high) {
  option_->check(validator([=, option = option_->get_name()](const std::string& written) {
    std::uint64_t number = 0;
    const char* end = written.data() + written.size();
    const auto [rest, error] = std::from_chars(written.data(), end, number);
    if (error == std::errc{} && rest == end && number >= low && number <= high) return;
    if (high == std::numeric_limits<std::uint64_t>::max())
      throw InputError(tr("{} {}: error: write a whole number, {} or more\n", option, written, output::grouped(low)));
    throw InputError(tr("{} {}: error: write a whole number from {} to {}\n", option, written, output::grouped(low),
                        output::grouped(high)));
  }));
  return *this;
}

Option Option::any_number() {
  option_->check(validator([option = option_->get_name()](const std::string& written) {
    double number = 0;
    if (!CLI::detail::lexical_cast(written, number))
      throw InputError(tr("{} {}: error: write a number, such as 0.9\n", option, written));
  }));
  return *this;
}

Option Option::one_of(std::vector<std::string> words) {
  option_->check(validator([words = std::move(words), option = option_->get_name()](const std::string& written) {
    if (std::find(words.begin(), words.end(), written) == words.end())
      throw InputError(tr("{} {}: error: there is no such choice{}; write one of {}\n", option, written,
                          nearest_hint(written, words), output::listed(words)));
  }));
  return *this;
}

CommandLine CommandLine::add_command(const std::string& name, const std::string& description) {
  CLI::App* command = app_->add_subcommand(name, description);
  command->group(tr("Commands"));
  command->get_help_ptr()->group(tr("Options"));
  return CommandLine(*command);
}

Option Option::normalised(std::function<std::string(const std::string&)> normal) {
  option_->transform(CLI::Validator(
      [normal = std::move(normal)](std::string& written) {
        written = normal(written);
        return std::string{};
      },
      ""));
  return *this;
}

Option Option::does_not_affect_results() {
  if (written_) written_->decides = false;
  return *this;
}

namespace {

// The value of the variable that an option was read into, written as it would be typed.
std::vector<std::string> values_of(const std::string& value) {
  return value.empty() ? std::vector<std::string>{} : std::vector{value};
}
std::vector<std::string> values_of(const std::vector<std::string>& values) { return values; }
std::vector<std::string> values_of(bool flag) {
  return flag ? std::vector<std::string>{""} : std::vector<std::string>{};
}
template <class Number>
std::vector<std::string> values_of(const Number& number) {
  return {fmt::format("{}", number)};
}
template <class Value>
std::vector<std::string> values_of(const std::optional<Value>& value) {
  return value ? std::vector{fmt::format("{}", *value)} : std::vector<std::string>{};
}

}  // namespace

template <class Value>
Option CommandLine::add(const std::string& name, Value& value, const std::string& description) {
  CLI::Option* option;
  if constexpr (std::is_same_v<Value, bool>)
    option = app_->add_flag(name, value, description);
  else
    option = app_->add_option(name, value, description)->check(validator([app = app_, name](const std::string& typed) {
      // A script whose variable is not set passes an empty value. The option must not count as left out, since the
      // command would then silently do something else.
      if (typed.empty())
        throw InputError(tr("{}: error: {} has an empty value; write one, or leave it out\n", name_of(*app), name));
    }));
  WrittenOption& written = written_->emplace_back();
  written.name = name;
  written.positional = !name.starts_with("-");
  written.values = [&value] { return values_of(value); };
  return Option(*option, &written);
}

output::WrittenCommand CommandLine::asked() const {
  output::WrittenCommand made;
  made.add(name());
  for (const bool positional : {true, false})
    for (const WrittenOption& option : *written_) {
      if (option.positional != positional || !option.decides) continue;
      for (const std::string& value : option.values()) {
        if (positional && !made.words.front().value)
          made.words.front().value = value;
        else
          made.add(positional ? "" : option.name, value.empty() ? std::nullopt : std::optional(value));
      }
    }
  return made;
}

Option CommandLine::add_option(const std::string& name, std::string& value, const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_option(const std::string& name, std::optional<std::string>& value,
                               const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_option(const std::string& name, std::vector<std::string>& values,
                               const std::string& description) {
  const Option added = add(name, values, description);
  if (name.starts_with("-")) added.option_->allow_extra_args(false);
  return added;
}

Option CommandLine::add_option(const std::string& name, std::uint64_t& value, const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_option(const std::string& name, std::optional<std::uint64_t>& value,
                               const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_option(const std::string& name, unsigned& value, const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_option(const std::string& name, double& value, const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::add_flag(const std::string& name, bool& value, const std::string& description) {
  return add(name, value, description);
}

Option CommandLine::option(const std::string& name) const { return Option(*app_->get_option(name), nullptr); }

void CommandLine::require_command() { app_->require_subcommand(1); }

std::string CommandLine::name() const { return app_->get_name(); }

bool CommandLine::was_typed() const { return app_->parsed(); }

bool CommandLine::was_typed(const std::string& option) const { return app_->count(option) > 0; }

Program::Program(const std::string& name, const std::string& description, const std::string& number)
    : Program(std::make_shared<CLI::App>(description, name)) {
  program_->formatter(std::make_shared<Help>());
  program_->option_defaults()->group(tr("Options"));
  program_->set_help_flag("-h,--help", tr("print this help message and exit"));
  program_->set_version_flag("--version", number, tr("print the version and exit"));
  program_->require_subcommand(1);
  program_->fallthrough();
}

Program::Program(std::shared_ptr<CLI::App> app) : CommandLine(*app), program_(std::move(app)) {}

std::optional<int> Program::read(const std::vector<std::string>& words) {
  try {
    program_->parse(std::vector<std::string>(words.rbegin(), words.rend()));  // CLI11 takes them from the back
    return std::nullopt;
  } catch (const CLI::Success& asked) {  // help or the version was asked for
    return program_->exit(asked);
  } catch (const CLI::ParseError& error) {
    throw InputError(refusal_of(error, *program_));
  }
}

}  // namespace muster::cli
