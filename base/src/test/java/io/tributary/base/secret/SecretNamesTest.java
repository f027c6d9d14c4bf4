package io.tributary.base.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password",
        "pasword",
        "db_passwd",
        "api_key",
        "apikey",
        "key",
        "X-Api-Key",
        "access_token",
        "client_secret",
        "proxy_connect_header",
        "Authorization",
        "crednetials",
      })
  void findsSecretsByTheirNames(String name) {
    assertThat(SecretNames.isSecret(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "path",
        "password_file",
        "token_url",
        "secret_id",
        "keyboard",
        "monkey",
        "page"
      })
  void leavesOthersAlone(String name) {
    assertThat(SecretNames.isSecret(name)).isFalse();
  }

  @Test
  void aLongNameHidesNothingLess() {
    assertThat(SecretNames.isSecret("x".repeat(200) + "_password")).isTrue();
    assertThat(SecretNames.isSecret("x".repeat(200) + "_password_file")).isFalse();
    assertThat(SecretNames.isSecret("x".repeat(200))).isFalse();
    assertThat(SecretNames.isSecret("first line\npassword")).isTrue();
  }
}
