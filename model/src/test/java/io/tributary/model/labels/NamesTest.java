package io.tributary.model.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void validatesNamesAlikeAsTextAndAsBytes() {
    Object[][] rows = { // name, legacy metric, legacy label, UTF-8
      {"", false, false, false},
      {"a", true, true, true},
      {"_a1", true, true, true},
      {"1a", false, false, true},
      {":a:b", true, false, true},
      {"a.b", false, false, true},
      {"a b", false, false, true},
      {"é", false, false, true},
      {"日本語", false, false, true},
      {"a\0", false, false, true},
      {"😀", false, false, true},
    };
    for (Object[] row : rows) {
      String name = (String) row[0];
      byte[] bytes = name.getBytes(UTF_8);
      for (NameValidation validation : NameValidation.values()) {
        boolean legacy = validation == NameValidation.LEGACY;
        assertThat(validation.isValidMetricName(name)).isEqualTo(row[legacy ? 1 : 3]);
        assertThat(validation.isValidLabelName(name)).isEqualTo(row[legacy ? 2 : 3]);
        assertThat(validation.isValidMetricName(bytes, 0, bytes.length))
            .isEqualTo(row[legacy ? 1 : 3]);
        assertThat(validation.isValidLabelName(bytes, 0, bytes.length))
            .isEqualTo(row[legacy ? 2 : 3]);
      }
    }
    assertThat(NameValidation.UTF8.isValidMetricName("\ud800")).isFalse();
    assertThat(NameValidation.UTF8.isValidMetricName(new byte[] {(byte) 0xff}, 0, 1)).isFalse();
  }

  @Test
  void escapesNamesByScheme() {
    String[][] rows = { // name, underscores, dots, values
      {"", "", "", ""},
      {"mysystem", "mysystem", "mysystem", "mysystem"},
      {"my_system", "my_system", "my__system", "my_system"},
      {"a.b_c", "a_b_c", "a_dot_b__c", "U__a_2e_b__c"},
      {"a b", "a_b", "a__b", "U__a_20_b"},
      {"1a", "_a", "__a", "U___31_a"},
      {"é:日😀", "_:__", "__:____", "U___e9_:_65e5__1f600_"},
    };
    for (String[] row : rows) {
      assertThat(EscapingScheme.ALLOW_UTF8.escape(row[0])).isEqualTo(row[0]);
      assertThat(EscapingScheme.UNDERSCORES.escape(row[0])).isEqualTo(row[1]);
      assertThat(EscapingScheme.DOTS.escape(row[0])).isEqualTo(row[2]);
      assertThat(EscapingScheme.VALUES.escape(row[0])).isEqualTo(row[3]);
    }
    assertThat(EscapingScheme.VALUES.escape("a\ud800")).isEqualTo("U__a_FFFD_");
  }

  @Test
  void judgesUtf8AsTheJdkDoes() {
    long seed = System.nanoTime();
    System.err.println("NamesTest seed " + seed);
    var random = new Random(seed);
    int[] edges = {
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed,
      0xef, 0xf0, 0xf4, 0xf5, 0xff
    };
    for (int i = 0; i < 60_000; i++) {
      byte[] bytes = new byte[random.nextInt(1, 12)];
      for (int k = 0; k < bytes.length; k++) {
        bytes[k] = (byte) edges[random.nextInt(edges.length)];
      }
      assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(decodes(bytes));
    }
  }

  private static boolean decodes(byte[] bytes) {
    try {
      var _ = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
