// The one place that compiles Boost.JSON's body; all others include its headers only.
#include <boost/json/src.hpp>
