# Everything comes from Debian 12 by package name; `./run` knows the packages.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)  # headers only
find_package(date REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CLI11 REQUIRED IMPORTED_TARGET CLI11)
pkg_check_modules(TOMLPP REQUIRED IMPORTED_TARGET tomlplusplus)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo)

# base: a vocabulary without I/O.
add_library(twinrail_deps_base INTERFACE)
target_link_libraries(twinrail_deps_base INTERFACE
  Boost::headers date::date-tz ICU::uc ICU::i18n ICU::data PkgConfig::SODIUM fmt::fmt)

# platform: databases, network, languages, workbooks, papers, logs. The headers of pango are for
# src/platform/pdf alone (layers.cmake); all others only link it.
add_library(twinrail_deps_platform INTERFACE)
target_link_libraries(twinrail_deps_platform INTERFACE
  twinrail_deps_base SQLite::SQLite3 PostgreSQL::PostgreSQL OpenSSL::SSL OpenSSL::Crypto
  ZLIB::ZLIB PkgConfig::LIBZIP PkgConfig::EXPAT PkgConfig::XLSXWRITER
  $<LINK_ONLY:PkgConfig::PANGOCAIRO> spdlog::spdlog PkgConfig::TOMLPP
  Threads::Threads)

# app: the command line.
add_library(twinrail_deps_app INTERFACE)
target_link_libraries(twinrail_deps_app INTERFACE twinrail_deps_platform PkgConfig::CLI11)
