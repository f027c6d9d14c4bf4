package io.tributary.net.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Offers one certificate, whatever authorities the peer says it knows: the peer decides whether it
/// likes it. (The JDK's own manager keeps a certificate back whose issuer the peer did not list, so
/// that a wrong certificate looks like a missing one.)
final class KeyPairManager extends X509ExtendedKeyManager {
  private static final String ALIAS = "pair";

  private final X509Certificate[] chain;
  private final PrivateKey key;

  KeyPairManager(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain.toArray(X509Certificate[]::new);
    this.key = key;
  }

  /// Proves by a signature that the key belongs to the first certificate.
  boolean belongTogether() {
    try {
      var algorithm =
          switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "EdDSA";
          };
      var signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(new byte[32]);
      var proof = signer.sign();
      var verifier = Signature.getInstance(algorithm);
      verifier.initVerify(chain[0].getPublicKey());
      verifier.update(new byte[32]);
      return verifier.verify(proof);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private boolean suits(String keyType) {
    var algorithm = key.getAlgorithm();
    return keyType.equals(algorithm)
        || (algorithm.equals("RSA") && keyType.startsWith("RSA"))
        || (algorithm.equals("EC") && keyType.startsWith("EC"))
        || (algorithm.equals("EdDSA") && keyType.startsWith("Ed"));
  }

  private @Nullable String aliasFor(String @Nullable ... keyTypes) {
    return keyTypes != null && Arrays.stream(keyTypes).anyMatch(this::suits) ? ALIAS : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return aliasFor(keyTypes);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return aliasFor(keyType);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return aliasFor(keyTypes);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return aliasFor(keyType);
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return suits(keyType) ? new String[] {ALIAS} : null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return suits(keyType) ? new String[] {ALIAS} : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return chain.clone();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }
}
