# Writes a compiled catalogue as C++: cmake -DCATALOGUE=zh.mo -DSOURCE=zh.cpp -DNAME=chinese_catalogue -P embed.cmake
file(READ ${CATALOGUE} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${SOURCE} "#include \"cli/languages/languages.hpp\"\n\nnamespace muster::cli {\n\nnamespace {\n\nconstexpr char bytes[] = {${bytes}};\n\n}  // namespace\n\nconst std::string_view ${NAME}{bytes, sizeof bytes};\n\n}  // namespace muster::cli\n")
