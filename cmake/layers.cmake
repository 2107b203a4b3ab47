# base <- platform <- modules <- app. Sources are found by their folder; a new file needs no line here.

# Sets OUT to the *.cpp files of the given patterns (below src/) that are not tests.
function(twinrail_sources OUT)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/src/")
  file(GLOB_RECURSE found CONFIGURE_DEPENDS ${ARGN})
  list(FILTER found EXCLUDE REGEX "_test\\.cpp$")
  set(${OUT} ${found} PARENT_SCOPE)
endfunction()

# One precompiled header serves all: it is built once and shared.
file(WRITE "${PROJECT_BINARY_DIR}/generated/precompiled.cpp.in" "// Holds the precompiled header.\n")
configure_file("${PROJECT_BINARY_DIR}/generated/precompiled.cpp.in"
  "${PROJECT_BINARY_DIR}/generated/precompiled.cpp" COPYONLY)
add_library(twinrail_precompiled OBJECT "${PROJECT_BINARY_DIR}/generated/precompiled.cpp")
target_link_libraries(twinrail_precompiled PRIVATE twinrail_flags twinrail_deps_app)
target_precompile_headers(twinrail_precompiled PRIVATE "${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp")

# The header's bytes hold the folder they were made in. ccache takes this sum in their place, so that a
# build in another folder finds what the first one made. It names what the bytes follow from: the
# compiler, the standard library, the flags and the text.
file(SHA256 "${PROJECT_SOURCE_DIR}/cmake/precompiled.hpp" precompiled_text)
execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=libstdc++.so
  OUTPUT_VARIABLE precompiled_library OUTPUT_STRIP_TRAILING_WHITESPACE)
file(REAL_PATH "${precompiled_library}" precompiled_library)
file(SHA256 "${precompiled_library}" precompiled_library)
file(WRITE "${PROJECT_BINARY_DIR}/CMakeFiles/twinrail_precompiled.dir/cmake_pch.hxx.pch.sum"
  "${CMAKE_CXX_COMPILER_VERSION} ${precompiled_library} ${precompiled_text} ${CMAKE_BUILD_TYPE} "
  "${TWINRAIL_SANITIZE} ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_RELEASE} ${CMAKE_CXX_FLAGS_DEBUG}\n")

# Adds a library NAME of KIND from the files that follow, or an empty one while there are none.
function(twinrail_layer NAME KIND)
  if(ARGN)
    add_library(${NAME} ${KIND} ${ARGN})
    target_link_libraries(${NAME} PUBLIC twinrail_flags PRIVATE twinrail_deps_app)
    target_precompile_headers(${NAME} REUSE_FROM twinrail_precompiled)
  else()
    add_library(${NAME} INTERFACE)
  endif()
endfunction()

twinrail_sources(base_sources "base/*.cpp")
twinrail_layer(twinrail_base STATIC ${base_sources})
twinrail_sources(platform_sources "platform/*.cpp")
set_source_files_properties("${PROJECT_SOURCE_DIR}/src/platform/db/migrate.cpp" PROPERTIES
  COMPILE_DEFINITIONS TWINRAIL_VERSION="${PROJECT_VERSION}")
# Only what draws papers sees the headers of pango and cairo.
set(pdf_sources chart layout letters paper)
list(TRANSFORM pdf_sources REPLACE "(.+)" "${PROJECT_SOURCE_DIR}/src/platform/pdf/\\1.cpp")
list(TRANSFORM PANGOCAIRO_INCLUDE_DIRS PREPEND "-isystem" OUTPUT_VARIABLE pdf_includes)
set_source_files_properties(${pdf_sources} PROPERTIES COMPILE_OPTIONS "${pdf_includes}")
twinrail_layer(twinrail_platform STATIC ${platform_sources})

# One library per folder of src/modules.
set(TWINRAIL_MODULES "")
file(GLOB module_folders CONFIGURE_DEPENDS LIST_DIRECTORIES true "${PROJECT_SOURCE_DIR}/src/modules/*")
foreach(folder IN LISTS module_folders)
  if(IS_DIRECTORY "${folder}")
    get_filename_component(module "${folder}" NAME)
    twinrail_sources(module_sources "modules/${module}/*.cpp")
    if(module_sources)
      twinrail_layer(twinrail_module_${module} OBJECT ${module_sources})
      list(APPEND TWINRAIL_MODULES ${module})
    endif()
  endif()
endforeach()

# What lies under every program, in link order.
add_library(twinrail_under_modules INTERFACE)
target_link_libraries(twinrail_under_modules INTERFACE
  twinrail_platform twinrail_embedded twinrail_base twinrail_deps_app twinrail_flags)

# All modules: their objects are linked in, not only what is called.
add_library(twinrail_all_modules INTERFACE)
foreach(module IN LISTS TWINRAIL_MODULES)
  target_link_libraries(twinrail_all_modules INTERFACE
    twinrail_module_${module} $<TARGET_OBJECTS:twinrail_module_${module}>)
endforeach()
target_link_libraries(twinrail_all_modules INTERFACE twinrail_under_modules)

# The app without main(), so that tests of modules can build the whole product in process.
twinrail_sources(app_sources "app/*.cpp")
list(FILTER app_sources EXCLUDE REGEX "/app/main\\.cpp$")
twinrail_layer(twinrail_app STATIC ${app_sources})

if(EXISTS "${PROJECT_SOURCE_DIR}/src/app/main.cpp")
  add_executable(twinrail "${PROJECT_SOURCE_DIR}/src/app/main.cpp")
  target_link_libraries(twinrail PRIVATE twinrail_app twinrail_all_modules)
  target_precompile_headers(twinrail REUSE_FROM twinrail_precompiled)
  target_compile_definitions(twinrail PRIVATE TWINRAIL_VERSION="${PROJECT_VERSION}")
  set_target_properties(twinrail PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
  install(TARGETS twinrail)
endif()
