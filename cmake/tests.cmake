# Tests stand beside the code as *_test.cpp; one executable per layer and per module.
# Files named *_slow_test.cpp make a second executable that `./run test fast` leaves out.

enable_testing()
find_package(doctest REQUIRED)
find_package(rapidcheck REQUIRED)  # properties: random inputs, shrunk to the smallest that fails

add_library(twinrail_test_main OBJECT "${PROJECT_SOURCE_DIR}/tests/support/test_main.cpp")
target_link_libraries(twinrail_test_main PRIVATE twinrail_flags)

# What tests of several modules share (a company to test with, a client that checks replies).
file(GLOB support_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/support/*.cpp")
list(FILTER support_sources EXCLUDE REGEX "/test_main\\.cpp$")
twinrail_layer(twinrail_test_support STATIC ${support_sources})
target_include_directories(twinrail_flags INTERFACE "${PROJECT_SOURCE_DIR}/tests")

# Adds the test executable NAME with LABEL from the files of SOURCES (a list's name), linked with ARGN.
function(twinrail_test NAME LABEL SOURCES)
  if(NOT ${SOURCES})
    return()
  endif()
  add_executable(${NAME} ${${SOURCES}} $<TARGET_OBJECTS:twinrail_test_main>)
  target_link_libraries(${NAME} PRIVATE ${ARGN})
  target_precompile_headers(${NAME} REUSE_FROM twinrail_precompiled)
  target_compile_definitions(${NAME} PRIVATE TWINRAIL_SOURCE_DIR=".")
  set_target_properties(${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
  add_test(NAME ${NAME} COMMAND ${NAME})
  set_tests_properties(${NAME} PROPERTIES
    LABELS "${LABEL}" TIMEOUT 900 WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    ENVIRONMENT "ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-22;UBSAN_OPTIONS=print_stacktrace=1")
endfunction()

# Adds NAME_test and NAME_slow_test from the *_test.cpp files of FOLDER.
function(twinrail_tests_of NAME FOLDER)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/${FOLDER}/*_test.cpp")
  set(slow ${found})
  list(FILTER slow INCLUDE REGEX "_slow_test\\.cpp$")
  list(FILTER found EXCLUDE REGEX "_slow_test\\.cpp$")
  twinrail_test(${NAME}_test fast found ${ARGN})
  twinrail_test(${NAME}_slow_test slow slow ${ARGN})
endfunction()

set(whole_product rapidcheck twinrail_test_support twinrail_app twinrail_all_modules)

twinrail_tests_of(base src/base rapidcheck twinrail_base twinrail_deps_app twinrail_flags)
twinrail_tests_of(platform src/platform twinrail_under_modules)
twinrail_tests_of(app src/app ${whole_product})

foreach(module IN LISTS TWINRAIL_MODULES)
  file(GLOB beyond_rules CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/src/modules/${module}/*_test.cpp")
  list(FILTER beyond_rules EXCLUDE REGEX "/rules[a-z_]*_test\\.cpp$")
  if(beyond_rules)
    twinrail_tests_of(${module} src/modules/${module} ${whole_product})
  else()  # rules are pure: their tests need the module alone
    twinrail_tests_of(${module} src/modules/${module}
      twinrail_module_${module} twinrail_under_modules)
  endif()
endforeach()

# Tests that cross modules: a folder of tests/ with *_test.cpp files is one executable.
file(GLOB crossing CONFIGURE_DEPENDS LIST_DIRECTORIES true "${PROJECT_SOURCE_DIR}/tests/*")
foreach(folder IN LISTS crossing)
  get_filename_component(name "${folder}" NAME)
  if(IS_DIRECTORY "${folder}" AND NOT name STREQUAL "support")
    twinrail_tests_of(across_${name} tests/${name} ${whole_product})
  endif()
endforeach()

# The yardstick of the benchmarks: sqlite3 and libpq called directly, nothing of the product in it.
file(GLOB yardstick_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/load/yardsticks/*.cpp")
add_executable(yardstick EXCLUDE_FROM_ALL ${yardstick_sources})
target_link_libraries(yardstick PRIVATE
  twinrail_flags SQLite::SQLite3 PostgreSQL::PostgreSQL Threads::Threads)
set_target_properties(yardstick PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
