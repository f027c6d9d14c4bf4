package io.tributary.net.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Certificates and private keys in PEM, in every form that openssl and its heirs write: PKCS#8,
/// RSA in PKCS#1 and elliptic curves in SEC 1. Keys with a passphrase are refused by name.
public final class Pem {
  private static final byte[] OID_RSA = hex("2a864886f70d010101");
  private static final byte[] OID_EC = hex("2a8648ce3d0201");
  private static final byte[] OID_ED25519 = hex("2b6570");
  private static final byte[] OID_ED448 = hex("2b6571");
  private static final byte[] DER_NULL = {5, 0};

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int OID = 0x06;
  private static final int CONTEXT_0 = 0xa0;

  private Pem() {}

  @SuppressWarnings("ArrayRecordComponent") // private, never compared
  private record Block(String label, byte[] der) {}

  /// All certificates of the text, in its order; other blocks are skipped. Empty where there is
  /// none.
  public static List<X509Certificate> certificates(String pem) throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    for (var block : blocks(pem)) {
      if (!block.label.equals("CERTIFICATE")) continue;
      try {
        var factory = CertificateFactory.getInstance("X.509");
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der)));
      } catch (CertificateException e) {
        throw new IOException("cannot read certificate: " + e.getMessage(), e);
      }
    }
    return certificates;
  }

  /// The first private key of the text.
  public static PrivateKey privateKey(String pem) throws IOException {
    byte[] curve = {};
    for (var block : blocks(pem)) {
      switch (block.label) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.der);
        }
        case "RSA PRIVATE KEY" -> {
          return pkcs8(wrap(OID_RSA, DER_NULL, block.der));
        }
        case "EC PARAMETERS" -> curve = block.der;
        case "EC PRIVATE KEY" -> {
          return pkcs8(wrap(OID_EC, curveOf(block.der, curve), block.der));
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new IOException("cannot read private key: it is protected by a passphrase");
        default -> {}
      }
    }
    throw new IOException("cannot read private key: no PEM block with a key");
  }

  private static List<Block> blocks(String pem) throws IOException {
    var blocks = new ArrayList<Block>();
    int at = 0;
    while (true) {
      int begin = pem.indexOf("-----BEGIN ", at);
      if (begin < 0) return blocks;
      int labelFrom = begin + "-----BEGIN ".length();
      int labelTo = pem.indexOf("-----", labelFrom);
      if (labelTo < 0) return blocks;
      var label = pem.substring(labelFrom, labelTo);
      int bodyFrom = labelTo + 5;
      var footer = "-----END " + label + "-----";
      int bodyTo = pem.indexOf(footer, bodyFrom);
      if (bodyTo < 0) throw new IOException("cannot read PEM: no end of block " + label);
      blocks.add(new Block(label, decode(label, pem.substring(bodyFrom, bodyTo))));
      at = bodyTo + footer.length();
    }
  }

  private static byte[] decode(String label, String body) throws IOException {
    if (body.contains("Proc-Type:") && body.contains("ENCRYPTED")) {
      throw new IOException("cannot read private key: it is protected by a passphrase");
    }
    try {
      return Base64.getMimeDecoder().decode(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("cannot read PEM: block " + label + " is not base64", e);
    }
  }

  private static PrivateKey pkcs8(byte[] der) throws IOException {
    try {
      return KeyFactory.getInstance(algorithm(der)).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
      throw new IOException("cannot read private key: " + e.getMessage(), e);
    }
  }

  private static String algorithm(byte[] pkcs8) throws IOException {
    var key = new Der(pkcs8).enter(SEQUENCE);
    key.skip(INTEGER);
    var oid = key.enter(SEQUENCE).read(OID);
    if (Arrays.equals(oid, OID_RSA)) return "RSA";
    if (Arrays.equals(oid, OID_EC)) return "EC";
    if (Arrays.equals(oid, OID_ED25519) || Arrays.equals(oid, OID_ED448)) return "EdDSA";
    throw new IOException("cannot read private key: neither RSA, EC nor EdDSA");
  }

  /// The curve of a SEC 1 key: its own, or the one of a preceding EC PARAMETERS block.
  private static byte[] curveOf(byte[] sec1, byte[] parameters) throws IOException {
    var key = new Der(sec1).enter(SEQUENCE);
    key.skip(INTEGER);
    key.skip(OCTETS);
    if (key.tag() == CONTEXT_0) return key.read(CONTEXT_0);
    if (parameters.length > 0) return parameters;
    throw new IOException("cannot read private key: no curve named");
  }

  /// PrivateKeyInfo ::= SEQUENCE { version 0, SEQUENCE { oid, parameters }, OCTET STRING key }
  private static byte[] wrap(byte[] oid, byte[] parameters, byte[] key) {
    byte[] algorithm = der(SEQUENCE, concat(der(OID, oid), parameters));
    return der(SEQUENCE, concat(der(INTEGER, new byte[] {0}), algorithm, der(OCTETS, key)));
  }

  private static byte[] der(int tag, byte[] content) {
    var out = new ByteArrayOutputStream(content.length + 6);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int lengthBytes = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
      out.write(0x80 | lengthBytes);
      for (int i = lengthBytes - 1; i >= 0; i--) out.write(content.length >>> (8 * i));
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) out.writeBytes(part);
    return out.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  /// A cursor over the values of one DER sequence.
  private static final class Der {
    private final byte[] bytes;
    private int at;

    Der(byte[] bytes) {
      this.bytes = bytes;
    }

    int tag() {
      return at < bytes.length ? bytes[at] & 0xff : -1;
    }

    Der enter(int tag) throws IOException {
      return new Der(read(tag));
    }

    void skip(int tag) throws IOException {
      read(tag);
    }

    byte[] read(int tag) throws IOException {
      if (tag() != tag || at + 2 > bytes.length) throw damaged();
      int length = bytes[at + 1] & 0xff;
      int from = at + 2;
      if (length >= 0x80) {
        int lengthBytes = length & 0x7f;
        if (lengthBytes == 0 || lengthBytes > 3 || from + lengthBytes > bytes.length) {
          throw damaged();
        }
        length = 0;
        for (int i = 0; i < lengthBytes; i++) length = (length << 8) | (bytes[from++] & 0xff);
      }
      if (length > bytes.length - from) throw damaged();
      at = from + length;
      return Arrays.copyOfRange(bytes, from, at);
    }

    private static IOException damaged() {
      return new IOException("cannot read private key: damaged encoding");
    }
  }
}
