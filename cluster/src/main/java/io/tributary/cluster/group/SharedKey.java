package io.tributary.cluster.group;

import io.tributary.base.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// TLS for agents that have nothing in common but a key.
///
/// Each makes the same pair of Ed25519 keys from it and from the name of the cluster, and a
/// certificate signed by itself; and accepts this one and no other. Who does not know the key
/// cannot sign the handshake. (The JDK has no TLS with pre-shared keys.)
public final class SharedKey {
  /// A key that can be guessed is none.
  public static final int MIN_LENGTH = 16;

  private static final byte[] SALT = "tributary cluster 1".getBytes(StandardCharsets.UTF_8);
  private static final int SEED_BYTES = 32;

  private SharedKey() {}

  /// Throws where the key is too short.
  public static Security security(Secret key, String clusterName) {
    try {
      KeyPair pair = pair(key.value(), clusterName);
      return new TlsSecurity(context(pair, certificate(pair)), "");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: the JDK lacks what a shared key needs", e);
    }
  }

  private static KeyPair pair(String key, String clusterName) throws GeneralSecurityException {
    byte[] material = key.strip().getBytes(StandardCharsets.UTF_8);
    if (material.length < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "cannot use the shared key of the cluster: it has %d bytes, and %d are the least"
              .formatted(material.length, MIN_LENGTH));
    }
    byte[] seed =
        KDF.getInstance("HKDF-SHA256")
            .deriveData(
                HKDFParameterSpec.ofExtract()
                    .addIKM(material)
                    .addSalt(SALT)
                    .thenExpand(clusterName.getBytes(StandardCharsets.UTF_8), SEED_BYTES));
    var generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(255, new Fixed(seed));
    return generator.generateKeyPair();
  }

  private static SSLContext context(KeyPair pair, X509Certificate certificate)
      throws GeneralSecurityException {
    var store = java.security.KeyStore.getInstance("PKCS12");
    try {
      store.load(null, null);
    } catch (java.io.IOException e) {
      throw new GeneralSecurityException(e);
    }
    char[] none = new char[0];
    store.setKeyEntry("member", pair.getPrivate(), none, new Certificate[] {certificate});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, none);
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(
        keys.getKeyManagers(),
        new TrustManager[] {new OnlyMember(certificate.getPublicKey().getEncoded())},
        null);
    return context;
  }

  /// An X.509 certificate, version 1, that all who know the key make alike: Ed25519 signs without
  /// chance.
  ///
  /// ```
  /// Certificate    ::= { tbs, algorithm, BIT STRING signature }
  /// TBSCertificate ::= { serial 1, algorithm, issuer, { from, until }, subject, public key }
  /// ```
  private static X509Certificate certificate(KeyPair pair) throws GeneralSecurityException {
    byte[] algorithm = der(0x30, der(0x06, new byte[] {0x2b, 0x65, 0x70}));
    byte[] common = "tributary cluster".getBytes(StandardCharsets.UTF_8);
    byte[] attribute = der(0x30, der(0x06, new byte[] {0x55, 0x04, 0x03}), der(0x0c, common));
    byte[] name = der(0x30, der(0x31, attribute));
    byte[] validity = der(0x30, time("20200101000000Z"), time("21991231235959Z"));
    byte[] serial = der(0x02, new byte[] {1});
    byte[] publicKey = pair.getPublic().getEncoded();
    byte[] body = der(0x30, serial, algorithm, name, validity, name, publicKey);
    byte[] signature = sign(pair.getPrivate(), body);
    byte[] whole = der(0x30, body, algorithm, der(0x03, new byte[] {0}, signature));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] sign(PrivateKey key, byte[] what) throws GeneralSecurityException {
    var signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(what);
    return signer.sign();
  }

  private static byte[] time(String text) {
    return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// A value of DER, shorter than 64 KiB.
  private static byte[] der(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x80) {
      out.write(length < 0x100 ? 0x81 : 0x82);
      if (length >= 0x100) {
        out.write(length >>> 8);
      }
    }
    out.write(length);
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }

  /// What a generator of keys asks for as chance.
  private static final class Fixed extends SecureRandom {
    private final transient byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (bytes.length != seed.length) {
        throw new IllegalStateException("BUG: a key is made of " + bytes.length + " bytes");
      }
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }

  /// Accepts one key, whatever else the certificate says; TLS has the peer prove that it has it.
  private static final class OnlyMember extends X509ExtendedTrustManager {
    private final byte[] publicKey;

    OnlyMember(byte[] publicKey) {
      this.publicKey = publicKey;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (!Arrays.equals(chain[0].getPublicKey().getEncoded(), publicKey)) {
        throw new CertificateException("the other one has another key, or another cluster name");
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
