package io.tributary.net.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Certificates for tests, made by the JDK's keytool once per test run.
public final class Certificates {
  private static final String PASSWORD = "changeit";

  /// One certificate, signed by [#ca], and its key, as PEM.
  public record Pair(String cert, String key) {}

  private static final Certificates INSTANCE = new Certificates();

  private final Path store;

  private Certificates() {
    try {
      store = Files.createTempDirectory("certs").resolve("test.p12");
      generate("ca", "CN=Test CA", List.of("-ext", "bc:c"));
      generate("other-ca", "CN=Other CA", List.of("-ext", "bc:c"));
      generate(
          "server",
          "CN=server",
          List.of("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1,dns:metrics.test"));
      generate("client", "CN=client", List.of("-signer", "ca", "-ext", "san=dns:client.test"));
      generate("stranger", "CN=stranger", List.of("-signer", "other-ca", "-ext", "san=dns:x.test"));
      generate(
          "rotated",
          "CN=rotated",
          List.of("-signer", "other-ca", "-ext", "san=dns:localhost,ip:127.0.0.1"));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void generate(String alias, String name, List<String> more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", name));
    command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD));
    command.addAll(List.of("-storetype", "PKCS12", "-J-XX:TieredStopAtLevel=1"));
    command.addAll(more);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) throw new IOException("keytool: " + output);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Pair read(String alias) {
    try (InputStream in = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      var cert = new StringBuilder();
      for (Certificate c : keys.getCertificateChain(alias)) {
        cert.append(pem("CERTIFICATE", c.getEncoded()));
      }
      Key key = keys.getKey(alias, PASSWORD.toCharArray());
      return new Pair(cert.toString(), pem("PRIVATE KEY", key.getEncoded()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /// The authority that signed [#server] and [#client].
  public static String ca() {
    return INSTANCE.read("ca").cert();
  }

  /// The authority that signed [#stranger] and [#rotated].
  public static String otherCa() {
    return INSTANCE.read("other-ca").cert();
  }

  /// For localhost, 127.0.0.1 and metrics.test.
  public static Pair server() {
    return INSTANCE.read("server");
  }

  /// For localhost and 127.0.0.1, by the other authority.
  public static Pair rotated() {
    return INSTANCE.read("rotated");
  }

  /// With the alternative name client.test.
  public static Pair client() {
    return INSTANCE.read("client");
  }

  public static Pair stranger() {
    return INSTANCE.read("stranger");
  }
}
