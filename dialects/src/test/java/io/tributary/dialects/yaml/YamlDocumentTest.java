package io.tributary.dialects.yaml;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.base.config.Diagnostic;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class YamlDocumentTest {
  private final Findings findings = new Findings();

  private Fields read(String yaml) {
    return read(SourceText.of("x.yml", yaml));
  }

  private Fields read(SourceText source) {
    YamlDocument document = YamlDocument.parse(source, YamlLimits.DEFAULT, findings);
    YamlNode root = requireNonNull(document.root(), () -> findings.list().toString());
    return requireNonNull(Fields.of(document, root, "test"));
  }

  @Test
  void readsEveryEncodingThatTheOriginalReads() {
    byte[] bom = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a', ':', ' ', 'x'};
    assertThat(read(SourceText.of("x", bom)).string("a", "")).isEqualTo("x");
    for (var charset : new Charset[] {StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
      byte[] utf16 = "\uFEFFa: é\nb: [".getBytes(charset);
      YamlDocument.parse(SourceText.of("x", utf16), YamlLimits.DEFAULT, findings);
      assertThat(read(SourceText.of("x", "\uFEFFa: é".getBytes(charset))).string("a", ""))
          .isEqualTo("é");
    }
    assertThat(findings.list()).hasSize(1);
  }

  @Test
  void givesMergedKeysTheirPrecedence() {
    Fields fields = read("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {z: 3, <<: [*a, *b]}");
    Fields merged = requireNonNull(fields.section("c", "c"));
    assertThat(merged.integer("x", 0)).isEqualTo(1);
    assertThat(merged.integer("y", 0)).isEqualTo(1);
    assertThat(merged.integer("z", 0)).isEqualTo(3);
    merged.finish();
    assertThat(findings.list()).isEmpty();
  }

  @Test
  void countsColumnsInCodePoints() {
    Fields fields = read("a: {\"\uD83D\uDE00\": x, b: zz}");
    requireNonNull(fields.section("a", "a")).bool("b");
    assertThat(findings.list()).singleElement().extracting(Diagnostic::column).isEqualTo(16);
  }

  @Test
  void warnsOfASecondDocument() {
    read("a: 1\n---\nb: 2\n");
    assertThat(findings.list()).singleElement().satisfies(f -> assertThat(f.isError()).isFalse());
  }

  @Test
  void reportsTheSameFindingOnceHoweverManyAliasesLeadThere() {
    Fields fields = read("a: &a {b: x}\nc: [*a, *a, *a]");
    for (YamlNode item : fields.items("c")) {
      requireNonNull(Fields.of(fields.document(), item, "t")).bool("b");
    }
    assertThat(findings.list()).hasSize(1);
  }

  @Test
  void listsAThousandFindingsAndCountsTheRest() {
    var yaml = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      yaml.append("k").append(i).append(":\n");
    }
    read(yaml.toString()).finish();
    assertThat(findings.list()).hasSize(1_001);
    assertThat(findings.list().getLast().message())
        .isEqualTo("2000 further findings are not listed");
  }
}
