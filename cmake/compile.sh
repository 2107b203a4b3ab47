#!/usr/bin/env bash
# Runs a compiler through ccache: compile.sh PROJECT COMPILER ARGUMENT…
#
# Nothing that ccache looks at may hold the folder of the build, or a build in another folder would find
# nothing: paths below the project are made relative by ccache, those behind -Xclang here.
set -euo pipefail
export CCACHE_BASEDIR=$1 CCACHE_NOHASHDIR=1 CCACHE_PCH_EXTSUM=1
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
shift
exec ccache "${@//"$PWD/"/}"
