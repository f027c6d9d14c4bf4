package io.tributary.agent.explain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.agent.explain.ExplainQuery.Answer;
import io.tributary.agent.explain.ExplainQuery.Single;
import io.tributary.base.config.SourcePosition;
import io.tributary.metrics.scrape.RequestSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.relabel.RelabelAction;
import io.tributary.model.relabel.RelabelRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class SecretParametersTest {
  private static ExplainPlan plan(String secret) {
    RequestSettings request =
        new RequestSettings(
            "http",
            "/metrics",
            new TreeMap<>(Map.of("api_key", List.of(secret, secret), "module", List.of("http"))),
            true,
            RequestSettings.DEFAULT.protocols(),
            null,
            RequestSettings.DEFAULT.escaping());
    RelabelRule never =
        RelabelRule.builder()
            .sourceLabels("__param_token")
            .regex("other")
            .action(RelabelAction.DROP)
            .build(NameValidation.UTF8);
    List<Labels> targets = List.of(Labels.of("__address__", "a:1", "__param_token", secret));
    return new ExplainPlan(
        List.of(
            new ScrapePath(
                "j",
                "",
                SourcePosition.NONE,
                ScrapeSettings.defaults("j")
                    .withRequest(request)
                    .withRelabelRules(List.of(never), List.of()),
                List.of(
                    new ScrapePath.Source(
                        "s", targets, DiscoveryFacts.ofTargets(targets), List.of())),
                List.of(),
                List.of())),
        List.of());
  }

  private static Answer answer(String secret, Optional<String> target) {
    return new ExplainQuery(Optional.empty(), Optional.empty(), target, Optional.empty())
        .answer(SecretParameters.hidden(plan(secret)), ScrapePath::knownTargets);
  }

  private static List<String> texts(String secret) {
    Answer target = answer(secret, Optional.of("a:1"));
    Answer pool = answer(secret, Optional.empty());
    return List.of(
        Answers.text(target, false),
        Answers.json(target),
        Answers.text(pool, false),
        Answers.json(pool));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zqcanary", "zq\"canary\\", "zq canary&=%", "zqcanäry"})
  void noFormOfAValueIsInAnAnswer(String secret) {
    assertThat(texts(secret))
        .allSatisfy(text ->
            assertThat(text)
                .doesNotContain("zq")
                .contains("xxxxx", "module=http&token=xxxxx")
                .contains("api_key=xxxxx&api_key=xxxxx"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "e"})
  void valuesThatAreEverywhereLeaveTheAnswerWhole(String secret) {
    for (String text : List.of(texts(secret).get(1), texts(secret).get(3))) {
      try (var json =
          new JsonFactory().createParser(ObjectReadContext.empty(), text.getBytes(UTF_8))) {
        while (json.nextToken() != null) {
          // To the end, without an exception.
        }
      }
      assertThat(text).contains("\"kept\":");
    }
  }

  @Test
  void aTargetIsFoundByTheUrlThatIsShown() {
    String url = "http://a:1/metrics?api_key=xxxxx&api_key=xxxxx&module=http&token=xxxxx";
    assertThat(((Single) answer("canary", Optional.of(url))).explanations())
        .singleElement()
        .satisfies(found -> assertThat(found.verdict().url()).isEqualTo(url));
  }

  @Test
  void whatListsOfTargetsShowStandsForTheSame() {
    assertThat(SecretParameters.hidden(Labels.of("__param_token", "<secret>", "token", "t")))
        .isEqualTo(Labels.of("__param_token", "xxxxx", "token", "t"));
  }
}
