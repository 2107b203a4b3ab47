#pragma once

#include "modules/people/people.hpp"
