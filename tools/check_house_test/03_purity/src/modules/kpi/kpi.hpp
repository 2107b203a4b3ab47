#pragma once

#include "platform/context.hpp"
