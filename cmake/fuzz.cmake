# Readers under random bytes (libFuzzer), in the build with the sanitizers: fuzz_NAME from tests/fuzz/NAME.cpp. The
# reader's own sources are compiled once more, so that the fuzzer sees which ways through them an input takes.

function(twinrail_fuzz NAME)
  list(TRANSFORM ARGN PREPEND "${PROJECT_SOURCE_DIR}/src/")
  add_executable(fuzz_${NAME} EXCLUDE_FROM_ALL "${PROJECT_SOURCE_DIR}/tests/fuzz/${NAME}.cpp" ${ARGN})
  target_compile_options(fuzz_${NAME} PRIVATE -fsanitize=fuzzer-no-link -O1)
  target_link_options(fuzz_${NAME} PRIVATE -fsanitize=fuzzer)
  target_link_libraries(fuzz_${NAME} PRIVATE twinrail_under_modules)
  set_target_properties(fuzz_${NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}")
  add_dependencies(fuzz fuzz_${NAME})
endfunction()

if(TWINRAIL_SANITIZE)
  add_custom_target(fuzz)
  twinrail_fuzz(head platform/http/head_check.cpp platform/http/message.cpp platform/http/client_address.cpp)
  twinrail_fuzz(json platform/json/document.cpp platform/json/json_read.cpp platform/json/json_write.cpp)
  twinrail_fuzz(csv platform/inlets/csv.cpp platform/inlets/csv_encoding.cpp)
  twinrail_fuzz(workbook platform/inlets/workbook.cpp platform/inlets/workbook_parts.cpp
    platform/inlets/workbook_cells.cpp)
  twinrail_fuzz(formula base/formula.cpp base/decimal.cpp)
endif()
