package io.tributary.agent.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Keys and their certificates, made by the JDK's keytool.
final class KeyPairs {
  private static final String PASSWORD = "changeit";

  private KeyPairs() {}

  /// A certificate that vouches for itself, and its key, as PEM.
  record Pair(String certificate, String key) {}

  /// As many RSA keys as asked for, in a store in `folder`.
  static List<Pair> make(Path folder, int count) throws IOException, GeneralSecurityException {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < count; i++) {
      Path store = folder.resolve("keys" + i + ".p12");
      run(store);
      var keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      pairs.add(
          new Pair(
              pem("CERTIFICATE", keys.getCertificate("key").getEncoded()),
              pem("PRIVATE KEY", keys.getKey("key", PASSWORD.toCharArray()).getEncoded())));
      Files.delete(store);
    }
    return pairs;
  }

  private static void run(Path store) throws IOException {
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var process =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "key",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-storetype",
                "PKCS12",
                "-J-XX:TieredStopAtLevel=1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String pem(String type, byte[] der) {
    var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, base64.encodeToString(der), type);
  }
}
