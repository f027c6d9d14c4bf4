package io.tributary.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void readsWhatAByteOrderMarkDeclares() {
    for (Charset charset : new Charset[] {StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE}) {
      byte[] bytes = "\ufeffä = 1".getBytes(charset);
      assertThat(SourceFile.read("f", bytes).text()).isEqualTo("ä = 1");
    }
    byte[] marked = "\ufeffä = 1".getBytes(StandardCharsets.UTF_8);
    assertThat(SourceFile.read("f", marked).text()).isEqualTo("ä = 1");
    assertThat(SourceFile.read("f", "ä".getBytes(StandardCharsets.UTF_8)).text()).isEqualTo("ä");
  }

  @Test
  void hashesAllFilesInTheirOrder() {
    Source one = Source.of("", SourceFile.of("b", "bc"), SourceFile.of("a", "a"));
    Source other = Source.of("", SourceFile.of("x", "abc"));
    assertThat(one.sha256())
        .isEqualTo(other.sha256())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
