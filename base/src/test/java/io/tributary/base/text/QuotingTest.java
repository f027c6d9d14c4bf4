package io.tributary.base.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotingTest {
  @Test
  void quotesLikeGo() {
    assertThat(Quoting.quote("a\"\\\n\t\u0007\u001b\u007f\u00e4\u00a0\u200b\uD83D\uDE00"))
        .isEqualTo("\"a\\\"\\\\\\n\\t\\a\\x1b\\x7f\u00e4\\u00a0\\u200b\uD83D\uDE00\"");
    assertThat(Quoting.quote(Character.toString(0xE0001))).isEqualTo("\"\\U000e0001\"");
  }

  @Test
  void writesHalvesOfCharactersAsTheBytesThatTheyStandFor() {
    assertThat(Quoting.quote("a\uDCFF\uDC80\uD800b")).isEqualTo("\"a\\xff\\x80\uFFFDb\"");
  }

  @Test
  void showsTheBeginningOfAVeryLongText() {
    assertThat(Quoting.excerpt("a".repeat(500))).isEqualTo('"' + "a".repeat(500) + '"');
    assertThat(Quoting.excerpt("a".repeat(501))).isEqualTo('"' + "a".repeat(500) + "…\"");
  }

  @Test
  void unquotesLikeGo() {
    assertThat(Quoting.unquote("\"\\101\\x41\\u0041\\U00000041\\a\\v\\\"\""))
        .isEqualTo("AAAA\u0007\u000b\"");
    assertThat(Quoting.unquote("\"\\xc3\\xa9\\xff\"")).isEqualTo("\u00e9\uFFFD");
    assertThat(Quoting.unquote("`a\\n\r\n`")).isEqualTo("a\\n\n");
  }
}
