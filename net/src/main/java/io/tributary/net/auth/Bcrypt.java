package io.tributary.net.auth;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// Verifies passwords against bcrypt hashes, `$2a$`, `$2b$` and `$2y$`.
///
/// ```text
/// $2y$10$ salt (22 characters: 16 bytes) hash (31 characters: 23 bytes)
/// ```
///
/// Blowfish begins with the digits of pi; they are computed once instead of being listed.
///
/// Source: Provos and Mazières, "A Future-Adaptable Password Scheme".
public final class Bcrypt {
  public static final int MIN_COST = 4;
  public static final int MAX_COST = 31;

  private static final String ALPHABET =
      "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int HASH_LENGTH = 60;
  private static final int MAX_KEY_BYTES = 72;
  private static final int ROUNDS = 16;
  private static final int P_WORDS = ROUNDS + 2;
  private static final int S_WORDS = 4 * 256;

  private final int[] p = Arrays.copyOf(Pi.WORDS, P_WORDS);
  private final int[] s = Arrays.copyOfRange(Pi.WORDS, P_WORDS, P_WORDS + S_WORDS);
  private int left;
  private int right;

  private Bcrypt() {}

  /// The cost of a hash. Throws `IllegalArgumentException` where it is not a bcrypt hash.
  public static int cost(String hash) {
    boolean isShaped =
        hash.length() == HASH_LENGTH
            && hash.startsWith("$2")
            && "abxy".indexOf(hash.charAt(2)) >= 0
            && hash.charAt(3) == '$'
            && hash.charAt(6) == '$'
            && Character.digit(hash.charAt(4), 10) >= 0
            && Character.digit(hash.charAt(5), 10) >= 0;
    if (!isShaped) throw new IllegalArgumentException("not a bcrypt hash");
    int cost = Integer.parseInt(hash, 4, 6, 10);
    if (cost < MIN_COST || cost > MAX_COST) {
      throw new IllegalArgumentException("bcrypt cost " + cost + " is not between 4 and 31");
    }
    for (int i = 7; i < HASH_LENGTH; i++) {
      if (ALPHABET.indexOf(hash.charAt(i)) < 0) {
        throw new IllegalArgumentException("not a bcrypt hash");
      }
    }
    return cost;
  }

  /// Whether `hash` was made from `password`. Takes 2^cost rounds, whatever the answer.
  public static boolean matches(String password, String hash) {
    int cost = cost(hash);
    byte[] salt = decode(hash, 7, 16);
    byte[] expected = decode(hash, 29, 23);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    byte[] key = Arrays.copyOf(bytes, Math.min(bytes.length + 1, MAX_KEY_BYTES));
    byte[] actual = new Bcrypt().hash(key, salt, cost);
    return MessageDigest.isEqual(expected, actual);
  }

  private byte[] hash(byte[] key, byte[] salt, int cost) {
    mixKey(key);
    expand(salt);
    byte[] none = {0, 0, 0, 0};
    for (long i = 1L << cost; i > 0; i--) {
      mixKey(key);
      expand(none);
      mixKey(salt);
      expand(none);
    }
    byte[] text = "OrpheanBeholderScryDoubt".getBytes(StandardCharsets.US_ASCII);
    int[] words = new int[6];
    for (int i = 0; i < words.length; i++) words[i] = word(text, 4 * i);
    for (int i = 0; i < words.length; i += 2) {
      left = words[i];
      right = words[i + 1];
      for (int j = 0; j < 64; j++) encrypt();
      words[i] = left;
      words[i + 1] = right;
    }
    byte[] out = new byte[23];
    for (int i = 0; i < out.length; i++) out[i] = (byte) (words[i / 4] >>> (24 - 8 * (i % 4)));
    return out;
  }

  private void mixKey(byte[] key) {
    for (int i = 0; i < P_WORDS; i++) p[i] ^= word(key, 4 * i);
  }

  /// Four bytes of the endlessly repeated key.
  private static int word(byte[] key, int at) {
    int word = 0;
    for (int i = 0; i < 4; i++) word = (word << 8) | (key[(at + i) % key.length] & 0xff);
    return word;
  }

  /// Replaces the whole state by its own encryption, stirring the salt in.
  private void expand(byte[] salt) {
    left = 0;
    right = 0;
    int at = 0;
    for (int i = 0; i < P_WORDS; i += 2, at += 8) {
      stir(salt, at);
      p[i] = left;
      p[i + 1] = right;
    }
    for (int i = 0; i < S_WORDS; i += 2, at += 8) {
      stir(salt, at);
      s[i] = left;
      s[i + 1] = right;
    }
  }

  private void stir(byte[] salt, int at) {
    if (salt.length > 4) {
      left ^= word(salt, at);
      right ^= word(salt, at + 4);
    }
    encrypt();
  }

  private void encrypt() {
    int l = left;
    int r = right;
    for (int i = 0; i < ROUNDS; i += 2) {
      l ^= p[i];
      r ^= feistel(l);
      r ^= p[i + 1];
      l ^= feistel(r);
    }
    left = r ^ p[ROUNDS + 1];
    right = l ^ p[ROUNDS];
  }

  private int feistel(int x) {
    return ((s[x >>> 24] + s[256 + ((x >>> 16) & 0xff)]) ^ s[512 + ((x >>> 8) & 0xff)])
        + s[768 + (x & 0xff)];
  }

  private static byte[] decode(String text, int from, int bytes) {
    byte[] out = new byte[bytes];
    int bits = 0;
    int held = 0;
    int at = from;
    for (int i = 0; i < bytes; i++) {
      while (held < 8) {
        bits = (bits << 6) | ALPHABET.indexOf(text.charAt(at++));
        held += 6;
      }
      held -= 8;
      out[i] = (byte) (bits >>> held);
    }
    return out;
  }

  /// The binary digits behind the point of pi, by Machin's formula.
  private static final class Pi {
    private static final int BITS = 32 * (P_WORDS + S_WORDS);
    private static final int GUARD_BITS = 64;
    static final int[] WORDS = words();

    private static int[] words() {
      var sixteenth = arcCotangent(5).shiftLeft(4);
      var pi = sixteenth.subtract(arcCotangent(239).shiftLeft(2)).shiftRight(GUARD_BITS);
      byte[] digits = pi.toByteArray(); // 3, then the digits behind the point
      int[] words = new int[P_WORDS + S_WORDS];
      for (int i = 0; i < words.length; i++) words[i] = word(digits, 1 + 4 * i);
      return words;
    }

    private static BigInteger arcCotangent(int x) {
      var square = BigInteger.valueOf((long) x * x);
      var power = BigInteger.ONE.shiftLeft(BITS + GUARD_BITS).divide(BigInteger.valueOf(x));
      var sum = power;
      for (int n = 3; power.signum() != 0; n += 2) {
        power = power.divide(square);
        var term = power.divide(BigInteger.valueOf(n));
        sum = n % 4 == 3 ? sum.subtract(term) : sum.add(term);
      }
      return sum;
    }
  }
}
