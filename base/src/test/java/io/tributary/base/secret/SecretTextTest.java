package io.tributary.base.secret;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true,
      value = {
        "password = \"abc\"  | password = *****",
        "a = 1, password=abc | a = 1, password=***",
        "password == x | password == x",
        "url = \"http://u:p@h/\" | url = \"http://u:*@h/\"",
        "url = \"http://u:p@q@h/\" | url = \"http://u:***@h/\"",
        "url = \"http://h:80/a@b\" | url = \"http://h:****@b\"",
        "url = \"http://u@h/://v:p@x\" | url = \"http://u@h/://v:*@x\"",
        "see http://h/ or http://u:p@h | see http://h/ or http://u:*@h",
        "x = \"http://h/?api_key=k&b=c\" | x = \"http://h/?api_key=******",
        "plain text | plain text"
      })
  void whatIsSecretIsOverwritten(String line, String masked) {
    assertThat(SecretText.maskedLine(line)).isEqualTo(masked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot read \"abc\" as | cannot read \"***\" as",
        "\"a\\\"b\" c | \"***\" c",
        "open \"abc | open \"***\"",
        "ends with \"a\\ | ends with \"***\"",
        "nothing | nothing"
      })
  void whatIsQuotedIsLeftOut(String message, String without) {
    assertThat(SecretText.withoutLiterals(message)).isEqualTo(without);
  }

  /// Each of them took a pattern of the JDK minutes, or its stack.
  @ParameterizedTest
  @ValueSource(strings = {"a", "a=", "://a:", "://a/", "://a ", "?a", "?a=b", "\"", "\\", "a \t"})
  @Timeout(value = 20, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLineOfAMillionCharactersIsReadInOneGo(String part) {
    String line = part.repeat(1_000_000 / part.length());
    assertThat(SecretText.maskedLine(line + "@")).hasSize(line.length() + 1);
    assertThat(SecretText.withoutLiterals("\"" + line)).startsWith("\"***\"");
  }

  @Test
  void everyCharacterStaysWhereItIs() {
    String line = "  token = \"a b\" // c";
    assertThat(SecretText.maskedLine(line)).isEqualTo("  token = ** ** ** *");
  }
}
