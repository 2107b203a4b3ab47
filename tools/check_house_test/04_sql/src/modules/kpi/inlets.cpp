#include "platform/db/table.hpp"
