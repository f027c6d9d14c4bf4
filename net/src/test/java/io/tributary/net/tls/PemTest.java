package io.tributary.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PemTest {
  /// What lies in front of the older form inside PKCS#8, for a 2048-bit RSA key and for P-256.
  private static final int RSA_WRAPPING = 26;

  private static final int P256_WRAPPING = 28;
  private static final byte[] P256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  @Test
  void readsRsaKeysOfOldTools() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key = generator.generateKeyPair().getPrivate();
    var der = key.getEncoded();
    var pkcs1 = Arrays.copyOfRange(der, RSA_WRAPPING, der.length);
    assertThat(Pem.privateKey(Certificates.pem("RSA PRIVATE KEY", pkcs1))).isEqualTo(key);
    assertThat(Pem.privateKey(Certificates.pem("PRIVATE KEY", der))).isEqualTo(key);
  }

  @Test
  void readsEllipticKeysOfOldTools() throws Exception {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    var key = generator.generateKeyPair().getPrivate();
    var der = key.getEncoded();
    var sec1 =
        Certificates.pem("EC PRIVATE KEY", Arrays.copyOfRange(der, P256_WRAPPING, der.length));
    assertThat(Pem.privateKey(Certificates.pem("EC PARAMETERS", P256) + sec1)).isEqualTo(key);
    assertThat(Pem.privateKey(Certificates.pem("PRIVATE KEY", der))).isEqualTo(key);
    assertThatThrownBy(() -> Pem.privateKey(sec1)).hasMessageContaining("no curve named");
  }

  @Test
  void readsEveryCertificateOfABundle() throws Exception {
    var bundle = "comment\n" + Certificates.ca() + "\nanother\n" + Certificates.otherCa();
    assertThat(Pem.certificates(bundle)).hasSize(2);
    assertThat(Pem.certificates("no certificate at all")).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithAKey() {
    assertThatThrownBy(() -> Pem.privateKey("nothing"))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot read private key: no PEM block with a key");
    assertThatThrownBy(() -> Pem.privateKey(Certificates.pem("ENCRYPTED PRIVATE KEY", new byte[3])))
        .hasMessageContaining("passphrase");
    assertThatThrownBy(() -> Pem.privateKey(Certificates.pem("PRIVATE KEY", new byte[9])))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAKeyOfAnotherCertificate() {
    assertThatThrownBy(
            () -> ClientTls.pair(Certificates.server().cert(), Certificates.client().key()))
        .hasMessage("private key does not match certificate");
  }
}
