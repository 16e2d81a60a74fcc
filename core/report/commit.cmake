cmake_minimum_required(VERSION 3.25)
# Writes HEADER with the commit of SOURCE, "-changed" if the work tree differs from it, "unknown"
# where there is no git.
execute_process(COMMAND git -C ${SOURCE} describe --always --abbrev=12 --dirty=-changed --exclude=*
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
    set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${HEADER} CONTENT "#define RECKON_COMMIT \"@commit@\"\n" @ONLY)
