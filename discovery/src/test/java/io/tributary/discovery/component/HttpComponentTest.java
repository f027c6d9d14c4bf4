package io.tributary.discovery.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.discovery.GraphBenchTest;
import io.tributary.discovery.TestServer;
import io.tributary.model.labels.Labels;
import io.tributary.net.client.Credentials;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpComponentTest extends GraphBenchTest {
  private static final String ADDRESS = "__address__";
  private static final String ID = "discovery.http.there";

  private TestServer server;

  @BeforeEach
  void listen() throws IOException {
    server = new TestServer();
  }

  @Override
  protected void stop() {
    server.close();
  }

  private String config(String more) {
    return """
    discovery.http "there" {
      url = "%s"
      %s
    }
    test.sink "s" { input = discovery.http.there.targets }
    """
        .formatted(server.url("/sd"), more);
  }

  @Test
  void showsTheTargetsOfTheAnswer() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"], \"labels\": {\"env\": \"prod\"}}]");
    bench.load(config(""));
    bench.awaitTargets("s", ADDRESS, "a:1");
    assertThat(bench.targets("s"))
        .containsExactly(Labels.of(ADDRESS, "a:1", "env", "prod", "__meta_url", server.url("/sd")));
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void keepsItsTargetsWhenTheEndpointFailsAndSaysSo() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    bench.load(config(""));
    bench.awaitTargets("s", ADDRESS, "a:1");
    server.answers(503, "");
    bench.awaitHealth(ID, "unhealthy", "server returned HTTP status 503");
    assertThat(bench.targets("s")).hasSize(1);
    server.answers(200, "[{\"targets\": [\"b:1\"]}]");
    bench.awaitTargets("s", ADDRESS, "b:1");
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void asksWithCredentialsThatNobodyGetsToSee() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    bench.load(
        config(
            """
            basic_auth {
              username = "me"
              password = "hush"
            }
            """));
    bench.awaitTargets("s", ADDRESS, "a:1");
    assertThat(server.questions.getFirst().authorization())
        .isEqualTo(Credentials.basic("me", "hush"));
    assertThat(bench.component(ID).toString())
        .contains("username", "me", "(secret)")
        .doesNotContain("hush");
  }

  @Test
  void startsAgainWithOtherCredentialsAndKeepsItsTargetsMeanwhile() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    bench.load(config(""));
    bench.awaitTargets("s", ADDRESS, "a:1");
    int before = bench.inputCount("s");
    bench.load(config("bearer_token = \"t\""));
    bench.await(
        "a question with the token",
        () ->
            server.questions.stream()
                .anyMatch(question -> question.authorization().equals("Bearer t")));
    assertThat(bench.inputCount("s")).isEqualTo(before);
  }

  @Test
  void keepsItsTargetsWhenAnotherEndpointFailsUntilThatHasNone() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    bench.load(config(""));
    bench.awaitTargets("s", ADDRESS, "a:1");
    server.answers(500, "");
    bench.load(config("refresh_interval = \"10s\""));
    bench.awaitHealth(ID, "unhealthy", "server returned HTTP status 500");
    bench.clock.advance(Duration.ofSeconds(9));
    assertThat(bench.targets("s")).hasSize(1);
    server.answers(200, "[]");
    bench.awaitTargets("s", ADDRESS);
    bench.awaitHealth(ID, "healthy", "");
  }

  @Test
  void keepsWhatItHasWhenOtherArgumentsCannotWork() throws Exception {
    server.answers(200, "[{\"targets\": [\"a:1\"]}]");
    bench.load(config(""));
    bench.awaitTargets("s", ADDRESS, "a:1");
    assertThat(bench.tryLoad(config("tls_config { ca_file = \"/nothing.pem\" }")))
        .anySatisfy(message -> assertThat(message).contains("/nothing.pem"));
    assertThat(bench.health(ID).state()).isEqualTo("unhealthy");
    server.answers(200, "[{\"targets\": [\"b:1\"]}]");
    bench.awaitTargets("s", ADDRESS, "b:1");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() throws Exception {
    assertThat(bench.tryLoad("discovery.http \"a\" { url = \"ftp://host/\" }"))
        .anySatisfy(
            message -> assertThat(message).contains("URL scheme must be 'http' or 'https'"));
    assertThat(
            bench.tryLoad(
                """
                discovery.http "a" {
                  url          = "http://host/"
                  bearer_token = "a"
                  basic_auth { }
                }
                """))
        .anySatisfy(message ->
            assertThat(message)
                .contains(
                    "at most one of basic_auth, authorization, oauth2, bearer_token &"
                        + " bearer_token_file must be configured"));
  }
}
