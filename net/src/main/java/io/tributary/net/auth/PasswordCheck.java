package io.tributary.net.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks names and passwords against bcrypt hashes, remembering recent results.
///
/// What is remembered is an HMAC, under a key of this process, over the three values with their
/// lengths: nobody can make two different triples meet, and no password is kept. An unknown name
/// costs a hash like a known one. One hash is computed at a time, so a flood of guesses takes one
/// core.
public final class PasswordCheck {
  private static final int MAX_REMEMBERED = 128;

  /// Compared for unknown names; no password is known for it.
  private static final String NOBODY =
      "$2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

  private final byte[] key = new byte[32];
  private final ReentrantLock hashing = new ReentrantLock();
  private final Map<String, Boolean> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  public PasswordCheck() {
    new SecureRandom().nextBytes(key);
  }

  /// `users` are names and their bcrypt hashes.
  public boolean isValid(Map<String, String> users, String name, String password) {
    var known = users.get(name);
    var hash = known == null ? NOBODY : known;
    var fingerprint = fingerprint(name, hash, password);
    Boolean matches;
    synchronized (remembered) {
      matches = remembered.get(fingerprint);
    }
    if (matches == null) {
      matches = compute(password, hash);
      synchronized (remembered) {
        remembered.put(fingerprint, matches);
      }
    }
    return matches && known != null;
  }

  private boolean compute(String password, String hash) {
    hashing.lock();
    try {
      return Bcrypt.matches(password, hash);
    } catch (IllegalArgumentException e) {
      return false;
    } finally {
      hashing.unlock();
    }
  }

  private String fingerprint(String... parts) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: every Java runtime has HmacSHA256", e);
    }
  }
}
