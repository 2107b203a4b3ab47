#pragma once

#include "../platform/clock.hpp"
