// The parameters of services: how many a worker does, for how many people, and in which fields.
#pragma once

#include "engine/parameters/table.hpp"
#include "engine/text/text.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace muster::services {

/// A field of service: what services are about.
struct Field {
  std::string id;
  std::string title;
  Share share;
  std::string english = {};  // may be empty

  static void declare(ParameterTable<Field>& table);
};

/// Services delivered before the start.
struct Before {
  Number delivered;
  Number served;

  static void declare(ParameterTable<Before>& table);
};

struct Parameters {
  ByDate<Number> cases;
  ByDate<Number> groups;
  ByDate<Number> activities;
  Number audience_case;
  Number audience_group;
  Number audience_activity;
  Number first_year;
  Number qualified;
  std::vector<Field> fields;
  std::optional<Before> before;

  static void declare(ParameterTable<Parameters>& table);

  void check(Faults& faults) const {
    double sum = 0;
    for (const Field& field : fields) sum += field.share.value;
    if (std::abs(sum - 1) > 1e-9)
      faults.add("fields", tr("the shares of services.fields sum to {:.6g} %; they must sum to 100 %", sum * 100));
  }
};

}  // namespace muster::services
