package io.tributary.model.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.tributary.base.bytes.Digests;
import io.tributary.model.labels.Labels;
import io.tributary.model.labels.NameValidation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random rules on random labels, against a reference that is slow and plain.
class RelabelPropertyTest {
  @Test
  void agreesWithAPlainReference() {
    RandomRules.rounds(
        "RelabelPropertyTest.agreesWithAPlainReference", RelabelPropertyTest::agrees);
  }

  private static void agrees(RandomRules.Round round) {
    var builder = new LabelsBuilder(round.input());
    boolean kept = new Relabeler(RelabelRules.of(round.rules())).apply(builder);

    Optional<Map<String, String>> expected = reference(round.input(), round.rules());
    assertThat(kept).as(round.what()).isEqualTo(expected.isPresent());
    if (kept) {
      assertThat(builder.labels()).as(round.what()).isEqualTo(Labels.of(expected.get()));
    }
  }

  /// What `reads` denies must be true: another value of the label changes the label alone.
  @Test
  void labelsThatAreNotReadDoNotMatter() {
    long seed = System.nanoTime();
    System.out.println("RelabelPropertyTest.labelsThatAreNotReadDoNotMatter seed " + seed);
    var random = new Random(seed);
    int independent = 0;
    for (int round = 0; round < 20_000; round++) {
      RelabelRules rules = RelabelRules.of(RandomRules.rules(random, NameValidation.UTF8));
      String name = RandomRules.name(random);
      if (rules.reads(name)) {
        continue;
      }
      independent++;
      Labels.Builder labels = new Labels.Builder(RandomRules.labels(random));
      var one = new LabelsBuilder(labels.set(name, "one value").build());
      var two = new LabelsBuilder(labels.set(name, "another").build());
      String what = "seed " + seed + ", round " + round + ": " + rules + " on " + one;

      boolean kept = new Relabeler(rules).apply(one);

      assertThat(new Relabeler(rules).apply(two)).as(what).isEqualTo(kept);
      if (kept) {
        assertThat(one.get(name)).as(what).isEqualTo("one value");
        one.set(name, "another");
        assertThat(one.labels()).as(what).isEqualTo(two.labels());
      }
    }
    assertThat(independent).isGreaterThan(500);
  }

  @Test
  void readsSaysWhichLabelsRulesMayTouch() {
    RelabelRules rules =
        RelabelRules.of(
            RelabelRule.builder()
                .sourceLabels("source")
                .targetLabel("out_${1}")
                .build(NameValidation.UTF8),
            RelabelRule.builder()
                .action(RelabelAction.LABELMAP)
                .regex("meta_(.+)")
                .replacement("mapped_$1")
                .build(NameValidation.UTF8),
            RelabelRule.builder()
                .action(RelabelAction.LABELDROP)
                .regex("tmp_.*")
                .build(NameValidation.UTF8));

    assertThat(List.of("source", "out_x", "meta_x", "mapped_y", "tmp_1")).allMatch(rules::reads);
    assertThat(List.of("sources", "instance", "job", "meta_", "xtmp_")).noneMatch(rules::reads);
    assertThat(RelabelRules.NONE.reads("job")).isFalse();
    assertThat(
            RelabelRules.of(
                    RelabelRule.builder()
                        .action(RelabelAction.LABELKEEP)
                        .regex("job|instance")
                        .build(NameValidation.UTF8))
                .reads("instance"))
        .isFalse();
  }

  /// Insertion order of the map is the order in which the original iterates.
  private static Optional<Map<String, String>> reference(Labels input, List<RelabelRule> rules) {
    var labels = new LinkedHashMap<String, String>();
    input.forEach(labels::put);
    var original = new ArrayList<>(labels.keySet());
    for (RelabelRule rule : rules) {
      if (!reference(labels, original, rule)) {
        return Optional.empty();
      }
    }
    return Optional.of(labels);
  }

  private static boolean reference(
      Map<String, String> labels, List<String> original, RelabelRule rule) {
    String source =
        rule.sourceLabels().stream()
            .map(name -> labels.getOrDefault(name, ""))
            .collect(Collectors.joining(rule.separator()));
    String target = labels.getOrDefault(rule.targetLabel(), "");
    switch (rule.action()) {
      case KEEP -> {
        return matches(rule, source);
      }
      case DROP -> {
        return !matches(rule, source);
      }
      case KEEPEQUAL -> {
        return source.equals(target);
      }
      case DROPEQUAL -> {
        return !source.equals(target);
      }
      case REPLACE -> {
        Matcher matcher = matcher(rule, source);
        if (matcher.find()) {
          String name = expand(rule.targetLabel(), matcher);
          if (rule.validation().isValidLabelName(name)) {
            set(labels, original, name, expand(rule.replacement(), matcher));
          }
        }
      }
      case LOWERCASE -> set(labels, original, rule.targetLabel(), source.toLowerCase(Locale.ROOT));
      case UPPERCASE -> set(labels, original, rule.targetLabel(), source.toUpperCase(Locale.ROOT));
      case HASHMOD -> {
        byte[] md5 = Digests.md5().digest(source.getBytes(StandardCharsets.UTF_8));
        var modulus = new BigInteger(Long.toUnsignedString(rule.modulus()));
        var hash = new BigInteger(1, Arrays.copyOfRange(md5, 8, 16));
        set(labels, original, rule.targetLabel(), hash.mod(modulus).toString());
      }
      case LABELMAP -> {
        for (var entry : List.copyOf(new LinkedHashMap<>(labels).entrySet())) {
          Matcher matcher = matcher(rule, entry.getKey());
          if (matcher.find()) {
            set(labels, original, expand(rule.replacement(), matcher), entry.getValue());
          }
        }
      }
      case LABELDROP -> labels.keySet().removeIf(name -> matches(rule, name));
      case LABELKEEP -> labels.keySet().removeIf(name -> !matches(rule, name));
    }
    original.retainAll(labels.keySet());
    return true;
  }

  /// A label that was there from the start moves to the end when it is first set.
  private static void set(
      Map<String, String> labels, List<String> original, String name, String value) {
    if (value.isEmpty() || original.remove(name)) {
      labels.remove(name);
    }
    if (!value.isEmpty()) {
      labels.put(name, value);
    }
  }

  private static Matcher matcher(RelabelRule rule, String input) {
    return Pattern.compile("^(?s:" + rule.regex().pattern() + ")$").matcher(input);
  }

  private static boolean matches(RelabelRule rule, String input) {
    return matcher(rule, input).find();
  }

  /// The templates of this test refer to groups by one digit.
  private static String expand(String template, Matcher matcher) {
    var out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      if (template.charAt(i) != '$') {
        out.append(template.charAt(i));
        continue;
      }
      boolean brace = template.charAt(i + 1) == '{';
      int group = template.charAt(i + (brace ? 2 : 1)) - '0';
      String text = group <= matcher.groupCount() ? matcher.group(group) : null;
      out.append(text == null ? "" : text);
      i += brace ? 3 : 1;
    }
    return out.toString();
  }
}
