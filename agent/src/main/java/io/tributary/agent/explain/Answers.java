package io.tributary.agent.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.agent.explain.ExplainQuery.Answer;
import io.tributary.agent.explain.ExplainQuery.Pools;
import io.tributary.agent.explain.ExplainQuery.Single;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Prints answers of several explanations.
public final class Answers {
  private Answers() {}

  /// One after the other, for people.
  public static String text(Answer answer, boolean colours) {
    return switch (answer) {
      case Single(var explanations, boolean isLimited) ->
          joined(explanations, one -> ExplainText.print(one, colours))
              + (isLimited ? "\nThere are more targets than were looked at.\n" : "");
      case Pools(var explanations) -> joined(explanations, one -> ExplainText.print(one, colours));
    };
  }

  /// One document where there is one explanation, else one a line.
  public static String json(Answer answer) {
    return switch (answer) {
      case Single(var explanations, _) ->
          joined(explanations, one -> new String(ExplainJson.write(one), UTF_8));
      case Pools(var explanations) ->
          joined(explanations, one -> new String(ExplainJson.write(one), UTF_8));
    };
  }

  private static <T> String joined(List<T> explanations, Function<T, String> text) {
    return explanations.stream().map(text).collect(Collectors.joining("\n"));
  }

  /// Whether something is kept.
  public static boolean isKept(Answer answer) {
    return switch (answer) {
      case Single(var explanations, _) ->
          explanations.stream().anyMatch(one -> one.verdict().kept());
      case Pools(var explanations) -> explanations.stream().anyMatch(one -> one.kept() > 0);
    };
  }
}
