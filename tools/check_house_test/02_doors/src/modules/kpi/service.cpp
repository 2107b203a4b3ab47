#include "modules/people/store.hpp"
#include "modules/okr/okr.hpp"
