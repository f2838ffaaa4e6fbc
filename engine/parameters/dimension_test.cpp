#include "engine/parameters/dimension.hpp"

#include "engine/clock/quantity.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <tuple>
#include <vector>

namespace muster {

namespace {

TEST_CASE("numbers are read in all accepted units", "[unit]") {
  const std::vector<std::tuple<std::string, Dimension, double>> readable = {
      {"45 days", Dimension::days, 45},
      {"45d", Dimension::days, 45},
      {" 1 day ", Dimension::days, 1},
      {"36 hours", Dimension::days, 1.5},
      {"2 weeks", Dimension::days, 14},
      {"6 months", Dimension::days, 6 * days_per_month},
      {"1.5 年", Dimension::days, 1.5 * days_per_year},
      {"3 个月", Dimension::days, 3 * days_per_month},
      {"12 %", Dimension::share, 0.12},
      {"57%", Dimension::share, 0.57},
      {"12 ％", Dimension::share, 0.12},
      {"0.12", Dimension::share, 0.12},
      {"0.2 per year", Dimension::per_year, 0.2},
      {"20 % per year", Dimension::per_year, 0.2},
      {"1 % per month", Dimension::per_year, 0.12},
      {"0.2/year", Dimension::per_year, 0.2},
      {"150 thousand yuan", Dimension::yuan, 150'000},
      {"15 万元", Dimension::yuan, 150'000},
      {"0.1 亿元", Dimension::yuan, 1e7},
      {"-3", Dimension::number, -3},
      {"1e3", Dimension::number, 1000},
      {".5", Dimension::number, 0.5},
      {"0", Dimension::number, 0},
      {"0.5", Dimension::number, 0.5},
      {"1.2 万", Dimension::number, 12'000},
  };
  for (const auto& [text, dimension, expected] : readable) {
    INFO(text);
    const auto read = read_quantity(text, dimension);
    REQUIRE(std::holds_alternative<double>(read));
    CHECK(std::get<double>(read) == expected);  // to the last bit: 57 % is 0.57
  }
  CHECK(std::get<double>(read_quantity("500 people", Dimension::number, "people")) == 500);
  CHECK(std::get<double>(read_quantity("2 thousand people", Dimension::number, "people")) == 2000);
  for (const char* written : {"400人", "400 名", "400位", "0.04万人", "400个"})
    CHECK(std::get<double>(read_quantity(written, Dimension::number, "people")) == 400);
  CHECK(std::get<double>(read_quantity("4个", Dimension::number, "stations")) == 4);
  CHECK(std::holds_alternative<std::string>(read_quantity("4人", Dimension::number, "stations")));
  CHECK(std::holds_alternative<std::string>(read_quantity("400人", Dimension::number)));
  for (const char* written : {"30%每年", "30 % 每年", "每年30%", "每年 30 ％", "30％每年", "0.3每年", "每年0.3",
                              "30%/年", "0.3/year", "每月2.5%"})
    CHECK(std::get<double>(read_quantity(written, Dimension::per_year)) == 0.3);
  for (const char* written :
       {"每年", "每年每月2%", "每月每年2%", "每年2%每月", "每年每年2%", "每月 每年 2 %", "每年2% per month"})
    CHECK(std::holds_alternative<std::string>(read_quantity(written, Dimension::per_year)));
  CHECK(std::get<double>(read_quantity("\t10\tpeople ", Dimension::number, "people")) == 10);
  CHECK(std::get<double>(read_quantity("2\tthousand \t people", Dimension::number, "people")) == 2000);
  CHECK(std::get<double>(read_quantity("20 %\tper  year", Dimension::per_year)) == 0.2);
  CHECK(std::get<double>(read_quantity("20\t%\t每年", Dimension::per_year)) == 0.2);
  CHECK(std::get<double>(read_quantity("150 thousand\tyuan", Dimension::yuan)) == 150'000);
  CHECK(std::holds_alternative<std::string>(read_quantity("1\t000", Dimension::number)));
}

TEST_CASE("every whole percentage is the double nearest to its hundredth", "[property]") {
  for (int percent = 0; percent <= 100; ++percent)
    CHECK(std::get<double>(read_quantity(std::to_string(percent) + " %", Dimension::share)) == percent / 100.0);
}

TEST_CASE("the message for an invalid number states what to write", "[unit]") {
  const std::vector<std::tuple<std::string, Dimension, std::string>> faults = {
      {"45", Dimension::days, "without a unit; write a duration with its unit, such as `45 days` or `6 months`"},
      {"45 dyas", Dimension::days,
       "in a unit that does not fit; nearest is `days`; write a duration with its unit, such as `45 days` or `6 "
       "months`"},
      {"45 %", Dimension::days,
       "in a unit that does not fit; nearest is `d`; write a duration with its unit, such as `45 days` or `6 months`"},
      {"soon", Dimension::days, "not a duration with its unit, such as `45 days` or `6 months`"},
      {"", Dimension::number, "not a number"},
      {"+5", Dimension::number, "not a number"},
      {"nan", Dimension::number, "not a number"},
      {"inf", Dimension::number, "not a number"},
      {"0x10", Dimension::number, "in a unit that does not fit; write a number"},
      {"007", Dimension::number, "a number with a leading zero, which some readers take as octal; write 7"},
      {"-012", Dimension::number, "a number with a leading zero, which some readers take as octal; write -12"},
      {"1_000", Dimension::number, "a number with separated digits; write the digits together"},
      {"1,000", Dimension::number, "a number with separated digits; write the digits together"},
      {"1 000", Dimension::number, "a number with separated digits; write the digits together"},
      {"1e400", Dimension::number, "a number too large or too small to hold"},
      {"1e308 years", Dimension::days, "a number too large or too small to hold"},
      {"0.2", Dimension::per_year,
       "without a unit; write a rate with its unit, such as `0.2 per year` or `20 % per year`"},
      {"15", Dimension::yuan, "without a unit; write money with its unit, such as `150 thousand yuan` or `15 万元`"},
  };
  for (const auto& [text, dimension, expected] : faults) {
    INFO(text);
    const auto read = read_quantity(text, dimension);
    REQUIRE(std::holds_alternative<std::string>(read));
    CHECK(std::get<std::string>(read) == expected);
  }
}

TEST_CASE("a written number is read back as the same number", "[property]") {
  for (const Dimension dimension :
       {Dimension::number, Dimension::share, Dimension::days, Dimension::per_year, Dimension::yuan})
    for (const double value : {0.0, 1.0, 0.25, 12.5, 730.0, 150'000.0}) {
      const std::string text = write_quantity(value, dimension);
      INFO(text);
      const auto read = read_quantity(text, dimension);
      REQUIRE(std::holds_alternative<double>(read));
      CHECK(std::get<double>(read) == value);
    }
  CHECK(write_quantity(1, Dimension::days) == "1 day");
  CHECK(write_quantity(0.12, Dimension::share) == "12 %");
  CHECK(write_quantity(500, Dimension::number, "people") == "500 people");
}

}  // namespace

}  // namespace muster
