#pragma once

#include "platform/db/db.hpp"
