package io.tributary.net.auth;

import io.tributary.base.secret.Secret;
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
/// lengths: nobody can make two different triples meet, and no password is kept. Right and wrong
/// passwords are remembered apart: however many are guessed, those who know theirs are not made to
/// wait. An unknown name costs as much as the dearest of the known ones. One hash is computed at a
/// time, so a flood of guesses takes one core.
public final class PasswordCheck {
  private static final int MAX_REMEMBERED = 128;

  /// Compared for unknown names, with the cost of a known one; no password is known for it.
  private static final String NOBODY = "QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi";

  private final byte[] key = new byte[32];
  private final ReentrantLock hashing = new ReentrantLock();
  private final Recent right = new Recent();
  private final Recent wrong = new Recent();

  public PasswordCheck() {
    new SecureRandom().nextBytes(key);
  }

  /// The fingerprints that were asked for last.
  private static final class Recent {
    private final Map<String, Boolean> remembered =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MAX_REMEMBERED;
          }
        };

    synchronized boolean has(String fingerprint) {
      return remembered.get(fingerprint) != null;
    }

    synchronized void add(String fingerprint) {
      remembered.put(fingerprint, true);
    }
  }

  /// `users` are names and their bcrypt hashes.
  public boolean isValid(Map<String, Secret> users, String name, String password) {
    var known = users.get(name);
    var hash = known == null ? nobody(users) : known.value();
    var fingerprint = fingerprint(name, hash, password);
    if (right.has(fingerprint)) return known != null;
    if (wrong.has(fingerprint)) return false;
    boolean matches = compute(password, hash);
    (matches ? right : wrong).add(fingerprint);
    return matches && known != null;
  }

  private static String nobody(Map<String, Secret> users) {
    int cost = Bcrypt.MIN_COST;
    for (var hash : users.values()) {
      try {
        cost = Math.max(cost, Bcrypt.cost(hash.value()));
      } catch (IllegalArgumentException e) {
        // Refused when the file was read; one that was changed since then lets nobody in.
      }
    }
    return "$2y$%02d$%s".formatted(cost, NOBODY);
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
