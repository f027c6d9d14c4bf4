package io.tributary.dialects.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
  private static final String TEXT = "metrics:\n  bearer_token: canary\n  name: shown\n";

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void hidesSecretsInEveryEncoding(String encoding) {
    byte[] content = ("\uFEFF" + TEXT).getBytes(Charset.forName(encoding));
    assertThat(ShownText.of("agent.yaml", content))
        .contains("bearer_token: ", "name: shown")
        .doesNotContain("canary");
    assertThat(ShownText.of("agent.yaml", TEXT.getBytes(StandardCharsets.UTF_8)))
        .doesNotContain("canary");
  }
}
