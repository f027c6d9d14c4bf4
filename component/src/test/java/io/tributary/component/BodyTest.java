package io.tributary.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.river.value.SecretCapsule;
import io.tributary.river.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyTest {
  @Test
  void isSourceWithoutItsSecrets() {
    Body body =
        Body.builder()
            .attr("url", "http://a/")
            .attr("ports", Value.of(List.of(Value.of(80), Value.of(443))))
            .attr("password", Value.of(SecretCapsule.of("hunter2")))
            .block("rule", "first", Body.builder().attr("keep", Value.of(true)).build())
            .block("empty", Body.EMPTY)
            .build();
    assertThat(body.source())
        .isEqualTo(
            """
            url = "http://a/"
            ports = [80, 443]
            password = (secret)
            rule "first" {
            keep = true
            }
            empty {
            }
            """);
  }
}
