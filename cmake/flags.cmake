# How every translation unit of the project is compiled and linked.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)  # for clang-tidy and editors

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Debug CACHE STRING "Release or Debug" FORCE)
endif()
option(TWINRAIL_SANITIZE "Build with the address and undefined-behaviour sanitizers" OFF)

# -g1 keeps line numbers for backtraces and profiles at a tenth of the size of -g.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG -fno-omit-frame-pointer")
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1 -fno-omit-frame-pointer")

add_library(twinrail_flags INTERFACE)
target_compile_options(twinrail_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror
  -Wno-missing-designated-field-initializers  # what is not named has its default
  -Wno-c2y-extensions  # doctest numbers its test cases with __COUNTER__
  "SHELL:-Xclang -fno-pch-timestamp")  # lets ccache keep the precompiled header
target_link_options(twinrail_flags INTERFACE -fuse-ld=lld)
target_include_directories(twinrail_flags INTERFACE "${PROJECT_SOURCE_DIR}/src")
target_compile_definitions(twinrail_flags INTERFACE
  BOOST_ASIO_NO_DEPRECATED BOOST_ALLOW_DEPRECATED_HEADERS)

if(TWINRAIL_SANITIZE)
  target_compile_options(twinrail_flags INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_link_options(twinrail_flags INTERFACE -fsanitize=address,undefined)
endif()

find_program(TWINRAIL_CCACHE ccache)
if(TWINRAIL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${PROJECT_SOURCE_DIR}/cmake/compile.sh;${PROJECT_SOURCE_DIR}")
endif()
