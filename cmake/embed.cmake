# The binary carries its schema files, its words and the built web client, so one file is the
# whole installation. The script runs on every build and touches its output only on a change.

find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(embedded_source "${PROJECT_BINARY_DIR}/generated/embedded.cpp")
add_custom_target(twinrail_embed
  COMMAND Python3::Interpreter "${PROJECT_SOURCE_DIR}/cmake/embed.py"
    "${PROJECT_SOURCE_DIR}" "${embedded_source}"
  BYPRODUCTS "${embedded_source}"
  COMMENT "Looking at what the binary carries"
  VERBATIM)

add_library(twinrail_embedded STATIC "${embedded_source}")
add_dependencies(twinrail_embedded twinrail_embed)
target_link_libraries(twinrail_embedded PRIVATE twinrail_flags)
