// Later: weighted means. TODO (#12)
#include "platform/db/db.hpp"
