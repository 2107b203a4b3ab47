#pragma once

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

/// What another program reads in a PDF that we made.
namespace twinrail::testing {

/// What a program of poppler says of the bytes: `command` with the file's name behind it.
inline std::string asked_of_pdf(const std::string& bytes, const std::string& command,
                                const std::string& after = {}) {
  std::string path = "/tmp/twinrail-pdf-XXXXXX";
  const int made = mkstemp(path.data());
  REQUIRE(made >= 0);
  close(made);
  std::ofstream(path, std::ios::binary) << bytes;
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(
      popen((command + " " + path + " " + after + " 2>&1").c_str(), "r"), pclose);
  REQUIRE(pipe != nullptr);
  std::string text;
  char part[4096];
  for (std::size_t n = 0; (n = fread(part, 1, sizeof part, pipe.get())) > 0;) text.append(part, n);
  unlink(path.c_str());
  return text;
}

/// The text of a PDF as pdftotext reads it, laid out as on the page.
inline std::string text_of_pdf(const std::string& bytes) {
  return asked_of_pdf(bytes, "pdftotext -layout -enc UTF-8", "-");
}

/// A text without its spaces and line ends: two fonts beside each other are read with gaps.
inline std::string squeezed(const std::string& text) {
  std::string out;
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\f') out += c;
  return out;
}

/// Whether the PDF says it, wherever its lines break.
inline bool says(const std::string& pdf_text, const std::string& text) {
  return squeezed(pdf_text).find(squeezed(text)) != std::string::npos;
}

}  // namespace twinrail::testing
