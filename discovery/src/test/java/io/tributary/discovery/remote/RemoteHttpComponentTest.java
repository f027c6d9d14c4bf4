package io.tributary.discovery.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBenchTest;
import io.tributary.discovery.TestServer;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteHttpComponentTest extends GraphBenchTest {
  private static final String ID = "remote.http.r";

  private TestServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new TestServer();
    server.answers(200, " first\n");
  }

  @Override
  protected void stop() {
    server.close();
  }

  private String config(String path, String more) {
    return """
    remote.http "r" {
      url = "%s"
      %s
    }
    test.sink "s" { input = remote.http.r.content }
    """
        .formatted(server.url(path), more);
  }

  private static Value content(String text, boolean isSecret) {
    return Value.of(OptionalSecret.of(text, isSecret));
  }

  @Test
  void showsTheAnswerBeforeAnybodyCouldMissIt() throws Exception {
    bench.load(config("/a", ""));
    assertThat(bench.input("s")).isEqualTo(content("first", false));
    assertThat(bench.inputCount("s")).isEqualTo(1);
  }

  @Test
  void asksAgain() throws Exception {
    bench.load(config("/a", ""));
    server.answers(200, "second");
    bench.awaitInput("s", content("second", false)::equals);
  }

  @Test
  void keepsTheLastAnswerWhereThereIsNoneAndSaysSo() throws Exception {
    bench.load(config("/a", ""));
    server.answers(404, "no");
    bench.awaitHealth(ID, "unhealthy", "polling failed: unexpected status code 404 Not Found");
    assertThat(bench.input("s")).isEqualTo(content("first", false));
    server.answers(200, "second");
    bench.awaitInput("s", content("second", false)::equals);
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void sendsWhatItIsToldTo() throws Exception {
    bench.load(
        config(
            "/a?q=1",
            """
            method    = "POST"
            body      = "question"
            is_secret = true
            client {
              bearer_token = "hush"
            }
            """));
    assertThat(server.questions.getFirst())
        .isEqualTo(new TestServer.Question("POST", "/a?q=1", "Bearer hush", "question"));
    assertThat(bench.input("s")).isEqualTo(content("first", true));
    assertThat(bench.component(ID).toString()).contains("(secret)").doesNotContain("hush", "first");
  }

  @Test
  void asksForOtherArgumentsWithoutHoldingUpAnybody() throws Exception {
    bench.load(config("/a", ""));
    server.answers(200, "second");
    bench.load(config("/b", "client { bearer_token = \"t\" }"));
    bench.awaitInput("s", content("second", false)::equals);
    assertThat(server.questions.getLast().path()).isEqualTo("/b");
    assertThat(server.questions.getLast().authorization()).isEqualTo("Bearer t");
  }

  @Test
  void cannotBeBuiltWithoutAnAnswer() throws Exception {
    server.answers(500, "");
    assertThat(bench.tryLoad(config("/a", "")))
        .anySatisfy(message ->
            assertThat(message).contains("unexpected status code 500 Internal Server Error"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          poll_frequency = "0s"  | poll_frequency must be greater than 0
          poll_timeout = "-1s"   | poll_timeout must be greater than 0
          poll_timeout = "1m"    | poll_timeout must be less than poll_frequency
          method = "a b"         | net/http: invalid method "a b"
          nonsense = 1           | unrecognized attribute name "nonsense"
          """)
  void saysWhatIsWrongWithItsArguments(String attribute, String expected) throws Exception {
    assertThat(bench.tryLoad(config("/a", attribute)))
        .anySatisfy(message -> assertThat(message).contains(expected));
  }
}
