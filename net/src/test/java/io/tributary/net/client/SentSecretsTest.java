package io.tributary.net.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentSecretsTest {
  private static SentSecrets of(String... headers) {
    return SentSecrets.of(
        HttpClientSettings.DEFAULTS,
        List.of(headers),
        "http://me:p%40ssword@host/?token=in-url&page=second");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "you said header-value | you said (secret)",
        "me:p%40ssword, that is p@ssword | me:(secret), that is (secret)",
        "page second with in-url | page second with (secret)",
        "Authorization: Basic bWU6eA== | Authorization: Basic (secret)",
        "bearer+abc.def, and more | bearer (secret), and more",
        "Bearer%20%20abc | Bearer (secret)",
        "a basic problem | a basic (secret)",
        "nothing | nothing",
      })
  void whatWasSentIsNotQuoted(String text, String without) {
    assertThat(of("header-value").takenOutOf(text)).isEqualTo(without);
  }

  @Test
  void aSecretThatBeginsWithAnotherGoesWhole() {
    assertThat(of("abcd", "abcdefgh").takenOutOf("abcdefgh, abcd")).isEqualTo("(secret), (secret)");
  }

  /// The first of them took the stack.
  @ParameterizedTest
  @ValueSource(strings = {"+", "basic", "basic ", "%20", "basic+x "})
  @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anAnswerOfAMillionCharactersIsReadInOneGo(String part) {
    String text = "basic " + part.repeat(1_000_000 / part.length());
    assertThat(of("header-value").takenOutOf(text)).startsWith("basic ");
  }
}
