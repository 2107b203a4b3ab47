#!/usr/bin/env bash
# Runs a compiler through ccache: compile.sh PROJECT COMPILER ARGUMENT…
#
# Nothing that ccache looks at may hold the folder of the build, or a build in another folder would find
# nothing: paths below the project are made relative by ccache, those behind -Xclang here.
set -euo pipefail
project=$1
shift
export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_PCH_EXTSUM=1
# A precompiled header holds the paths of its parts: in another folder, and when this one is gone, it is
# of no use. So it is found again in its own folder only.
case " $* " in
  *" -emit-pch "*) exec ccache "$@" ;;
esac
export CCACHE_BASEDIR=$project CCACHE_NOHASHDIR=1
exec ccache "${@//"$PWD/"/}"
