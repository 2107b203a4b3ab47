#include <cstdio>
#include <memory>

#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "platform/http/server.hpp"
#include "platform/http/testing.hpp"

namespace twinrail {
namespace {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* p) const {
    Free(p);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

/// Writes a key and a certificate for it that it signs itself, valid for an hour.
void make_certificate(const std::string& folder) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  X509* x = certificate.get();
  ASN1_INTEGER_set(X509_get_serialNumber(x), 1);
  X509_gmtime_adj(X509_getm_notBefore(x), 0);
  X509_gmtime_adj(X509_getm_notAfter(x), 3600);
  X509_set_pubkey(x, key.get());
  const auto* name = reinterpret_cast<const unsigned char*>("localhost");
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC, name, -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(x));
  REQUIRE(X509_sign(x, key.get(), EVP_sha256()) > 0);
  const File key_file(std::fopen((folder + "/key.pem").c_str(), "w"));
  PEM_write_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  const File file(std::fopen((folder + "/certificate.pem").c_str(), "w"));
  PEM_write_X509(file.get(), x);
}

}  // namespace

TEST_CASE("with a certificate everything is spoken over TLS") {
  const std::string folder = test_folder();
  make_certificate(folder);
  TestTenant test(false);
  testing::TestFront desk(test);
  LiveHub hub([](const Viewer&, const Event& e) { return std::optional(e.payload); });
  ServerOptions options;
  options.tls_certificate = folder + "/certificate.pem";
  options.tls_key = folder + "/key.pem";
  Server server(options, *desk.front, hub, {[] { return Readiness{true, {}}; }, {}});

  const std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>> context(SSL_CTX_new(TLS_client_method()));
  const std::unique_ptr<SSL, Freed<SSL_free>> ssl(SSL_new(context.get()));
  const testing::Wire wire(server.port());
  SSL_set_fd(ssl.get(), wire.handle());
  REQUIRE(SSL_connect(ssl.get()) == 1);
  const std::string request =
      "GET /api/v1/things/5 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
      "Connection: close\r\n\r\n";
  SSL_write(ssl.get(), request.data(), static_cast<int>(request.size()));
  std::string got;
  char bytes[4096];
  for (int count = 1; count > 0;) {
    count = SSL_read(ssl.get(), bytes, sizeof bytes);
    if (count > 0) got.append(bytes, static_cast<std::size_t>(count));
  }
  CHECK(got.starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(got.find("Strict-Transport-Security: max-age=31536000\r\n") != std::string::npos);
  CHECK(got.ends_with("\"version\":7}"));

  testing::Wire plain(server.port());
  (void)plain.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  CHECK(plain.read({}, 2000).find("HTTP/1.1") == std::string::npos);
}

TEST_CASE("of TLS 1.2 only ciphers are spoken that are authenticated and forget their keys") {
  const std::string folder = test_folder();
  make_certificate(folder);
  TestTenant test(false);
  testing::TestFront desk(test);
  LiveHub hub([](const Viewer&, const Event& e) { return std::optional(e.payload); });
  ServerOptions options;
  options.tls_certificate = folder + "/certificate.pem";
  options.tls_key = folder + "/key.pem";
  Server server(options, *desk.front, hub, {[] { return Readiness{true, {}}; }, {}});
  const auto speaks = [&](int version, const char* ciphers) {
    const std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>> context(SSL_CTX_new(TLS_client_method()));
    SSL_CTX_set_security_level(context.get(), 0);
    SSL_CTX_set_max_proto_version(context.get(), version);
    REQUIRE(SSL_CTX_set_cipher_list(context.get(), ciphers) == 1);
    const std::unique_ptr<SSL, Freed<SSL_free>> ssl(SSL_new(context.get()));
    const testing::Wire wire(server.port());
    SSL_set_fd(ssl.get(), wire.handle());
    return SSL_connect(ssl.get()) == 1;
  };
  CHECK(speaks(TLS1_3_VERSION, "ALL"));
  CHECK(speaks(TLS1_2_VERSION, "ECDHE+AESGCM"));
  CHECK(speaks(TLS1_2_VERSION, "ECDHE+CHACHA20"));
  CHECK_FALSE(speaks(TLS1_2_VERSION, "ECDHE+AES:!AESGCM:!AESCCM"));
  CHECK_FALSE(speaks(TLS1_2_VERSION, "kRSA"));
  CHECK_FALSE(speaks(TLS1_1_VERSION, "ALL"));
}

TEST_CASE("a certificate that cannot be read stops the start") {
  TestTenant test(false);
  testing::TestFront desk(test);
  LiveHub hub([](const Viewer&, const Event& e) { return std::optional(e.payload); });
  ServerOptions options;
  options.tls_certificate = test_folder() + "/none.pem";
  CHECK_THROWS_AS(Server(options, *desk.front, hub, {}), Error);
}

}  // namespace twinrail
