package io.tributary.net.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BcryptTest {
  @ParameterizedTest
  @CsvSource({
    "a, $2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
    "abc, $2a$06$If6bvum7DFjUnE9p2uDeDu0YHzrHM6tf.iqN8.yx.jNN1ILEf7h0i",
    "abcdefghijklmnopqrstuvwxyz, $2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC",
    "allmine, $2a$10$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga",
    "fakepassword, $2y$10$QOauhQNbBCuQDKes6eFzPeMqBSjb7Mr5DUmpZ/VcEd00UAV/LDeSi"
  })
  void knowsPublishedHashes(String password, String hash) {
    assertThat(Bcrypt.matches(password, hash)).isTrue();
    assertThat(Bcrypt.matches(password + "x", hash)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$1a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
        "$2a$03$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
        "$2a$32$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe",
        "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfx",
        "$2a$06$m0CrhHm10qJ3lXRY.5zDGO!rS2KdeeWLuGmsfGlMfOxih58VYVfxe"
      })
  void refusesWhatIsNotAHash(String hash) {
    assertThatThrownBy(() -> Bcrypt.cost(hash)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void admitsOnlyTheRightPairHoweverOftenAsked() {
    var check = new PasswordCheck();
    var users =
        Map.of("a", Secret.of("$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe"));
    for (int i = 0; i < 3; i++) {
      assertThat(check.isValid(users, "a", "a")).isTrue();
      assertThat(check.isValid(users, "a", "b")).isFalse();
      assertThat(check.isValid(users, "b", "a")).isFalse();
      // The password of the hash that stands in for unknown users opens nothing.
      assertThat(check.isValid(users, "nobody", "fakepassword")).isFalse();
    }
  }
}
