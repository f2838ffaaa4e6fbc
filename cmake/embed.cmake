# Writes a file as C++, so that it becomes part of the program:
#   cmake -DFILE=zh.mo -DSOURCE=zh.cpp -DHEADER=cli/languages/languages.hpp -DNAME=muster::cli::chinese_catalogue -P embed.cmake
# The header declares `extern const std::string_view` of that name.
file(READ ${FILE} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
string(REGEX REPLACE "^(.*)::([^:]*)$" "\\1;\\2" parts ${NAME})
list(GET parts 0 namespace)
list(GET parts 1 name)
file(WRITE ${SOURCE} "#include \"${HEADER}\"\n\nnamespace ${namespace} {\n\nnamespace {\n\nconstexpr char bytes[] = {${bytes}};\n\n}  // namespace\n\nconst std::string_view ${name}{bytes, sizeof bytes};\n\n}  // namespace ${namespace}\n")
