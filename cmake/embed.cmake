# Embeds files in the program as C++ source:
#   cmake -DSOURCE=out.cpp -DHEADER=folder/that_declares.hpp -DNAMESPACE=muster::output
#         "-DFILES=page_css=page.css;…" -P embed.cmake
# NAME=FILE defines `const std::string_view NAME` with the bytes of the file.
set(arrays "")
set(views "")
foreach(entry IN LISTS FILES)
  string(REGEX MATCH "^([a-z_]+)=(.*)$" whole "${entry}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" hex HEX)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND arrays "constexpr char ${name}_bytes[] = {${bytes}};\n")
  string(APPEND views "const std::string_view ${name}{${name}_bytes, sizeof ${name}_bytes};\n")
endforeach()
file(WRITE ${SOURCE} "#include \"${HEADER}\"\n\nnamespace ${NAMESPACE} {\n\n"
                     "namespace {\n\n${arrays}\n}  // namespace\n\n"
                     "${views}\n}  // namespace ${NAMESPACE}\n")
