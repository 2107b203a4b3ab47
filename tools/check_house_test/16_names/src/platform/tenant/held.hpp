#pragma once

namespace twinrail {

class Lanes;

/// A place that nobody changes.
class Held {
  int place = 0;
};

}  // namespace twinrail
