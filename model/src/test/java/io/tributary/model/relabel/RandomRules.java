package io.tributary.model.relabel;

import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Rules and label sets at random, from few enough words that they often have to do with one
/// another.
public final class RandomRules {
  private static final List<RelabelAction> ACTIONS = List.of(RelabelAction.values());
  private static final String[] NAMES = {"a", "b", "ab", "abc", "x_1", "x_2", "__meta_a", "utf.8"};
  private static final String[] VALUES = {"", "a", "b", "ab", "Ab-c", "x\ny", "ÄÖ", "a;b", "1"};
  private static final String[] REGEXES = {
    "(.*)",
    "",
    ".*",
    ".+",
    "(.+)",
    "a",
    "a|b",
    "(a)|(b)",
    "x_(.*)",
    "(.*);(.*)",
    "(a)(b)?",
    "[a-c]+",
    "(?i)(AB).*",
    ".*b.*",
    "__meta_(.+)",
    "x_.",
    "(a?)(.*)"
  };
  private static final String[] TEMPLATES = {
    "$1", "a", "x_$1", "${1}_y", "$2$1", "", "b", "$0", "$9"
  };

  private static final int ROUNDS = 20_000;

  private RandomRules() {}

  /// Some rules, and labels to apply them to; `what` says with which seed they come again.
  public record Round(List<RelabelRule> rules, Labels input, String what) {}

  /// Many rounds for the test called `name`, whose seed is printed.
  public static void rounds(String name, Consumer<Round> test) {
    long seed = System.nanoTime();
    System.out.println(name + " seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      var validation = random.nextBoolean() ? NameValidation.UTF8 : NameValidation.LEGACY;
      List<RelabelRule> rules = rules(random, validation);
      Labels input = labels(random);
      String what = "seed " + seed + ", round " + round + ": " + rules + " on " + input;
      test.accept(new Round(rules, input, what));
    }
  }

  /// One to four rules that pass their checks.
  public static List<RelabelRule> rules(Random random, NameValidation validation) {
    var rules = new ArrayList<RelabelRule>();
    while (rules.size() < 1 + random.nextInt(4)) {
      var builder = RelabelRule.builder().action(ACTIONS.get(random.nextInt(ACTIONS.size())));
      if (random.nextInt(4) > 0) {
        var sources = new ArrayList<String>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          sources.add(pick(random, NAMES));
        }
        builder.sourceLabels(sources);
      }
      if (random.nextInt(3) > 0) {
        builder.regex(pick(random, REGEXES));
      }
      if (random.nextInt(3) > 0) {
        builder.targetLabel(random.nextBoolean() ? pick(random, NAMES) : pick(random, TEMPLATES));
      }
      if (random.nextBoolean()) {
        builder.replacement(pick(random, TEMPLATES));
      }
      if (random.nextInt(4) == 0) {
        builder.separator(random.nextBoolean() ? "" : "-");
      }
      if (random.nextBoolean()) {
        builder.modulus(random.nextBoolean() ? 7 : -3);
      }
      if (builder.problem(validation).isEmpty()) {
        rules.add(builder.build(validation));
      }
    }
    return rules;
  }

  /// Few labels as a rule, sometimes many.
  public static Labels labels(Random random) {
    var builder = new Labels.Builder();
    for (String name : NAMES) {
      builder.set(name, random.nextBoolean() ? "" : pick(random, VALUES));
    }
    if (random.nextInt(8) == 0) {
      // So many that names are found in a table, and some that rules remove again.
      int more = 20 + random.nextInt(60);
      for (int i = 0; i < more; i++) {
        builder.set((random.nextBoolean() ? "x_" : "z") + i, pick(random, VALUES));
      }
    }
    return builder.build();
  }

  public static String name(Random random) {
    return pick(random, NAMES);
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
