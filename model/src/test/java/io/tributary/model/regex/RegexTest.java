package io.tributary.model.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegexTest {

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '\'',
      value = {
        "'' '' true",
        "'' a false",
        "a a true",
        "a ba false",
        "a ab false",
        "f|o foo false",
        ".* '' true",
        ".+ '' false",
        ".+ a true",
        "(.*) 'x\ny' true",
        "line1.*line2 'line1\nline2' true",
        "'[^x]+' 'a\nb' true",
        "a.c 'a\nc' true",
        "^a$ a true",
        "^a|b$ b true",
        "^a|b$ ab false",
        "https? http true",
        "https? httpss false",
        "(?i)abc ABC true",
        "(?i)straße STRASSE false",
        "node_.*_total node_cpu_total true",
        "node_.*_total node_total false",
        "node_.+_total node__total false",
        "a.*b.*c.*d abcd true",
        "a.*b.*c.*d a1d false",
        "go_.*|process_.*|up go_gc true",
        "go_.*|process_.*|up upper false",
        "a\\.b a.b true",
        "a\\.b axb false",
        "[.]x .x true",
        "[0-3]x 2x true",
        "\\d+ 123 true",
        "\\pL+ äöü true",
        "a\\Q.*\\E a.* true",
        "(?m)a$\\n^b 'a\nb' true",
        "😀.* 😀x true",
        ". 😀 true",
      })
  void matchesTheWholeInput(String pattern, String input, boolean matches) {
    assertThat(Regex.compile(pattern).matches(input)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "literal",
        "a|b|c",
        "(a|b|c)",
        "^(?:a|b|c)$",
        "prefix.*",
        ".*suffix",
        ".*part.*",
        ".*",
        ".+",
        "(.*)",
        "(.+)",
        "(https?)",
        "kube_(pod|node)_.*",
        "__meta_kubernetes_pod_label_(.+)",
        "(?P<name>.*)_total",
        "go_.*|process_.*|up",
        "a\\.b\\-c",
        "[ab]c[.]",
      })
  void answersEverydayPatternsWithoutTheEngine(String pattern) {
    assertThat(Regex.compile(pattern).isSimple()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        ")",
        "a**",
        "*",
        "[",
        "[b-a]",
        "a{2,1}",
        "\\",
        "\\8",
        "(?<n>a)(?<n>b)",
        "(?=a)",
        "(?<!a)b",
        "(a)\\1",
        "\\C",
        "\\pX",
        "a{1001}",
        "((a{100}){100}){100}",
        "(?z)"
      })
  void refusesWhatReTwoRefuses(String pattern) {
    assertThatThrownBy(() -> Regex.compile(pattern))
        .isInstanceOf(RegexException.class)
        .hasMessageStartingWith("error parsing regexp: ");
  }

  @Test
  void breaksOutOfItsAnchorsAsTheOriginalDoes() {
    Regex regex = Regex.compile("a)|(?:b");

    assertThat(regex.matches("ax")).isTrue();
    assertThat(regex.matches("xb")).isTrue();
    assertThat(regex.matches("xbx")).isFalse();
    assertThat(regex.replaceAll("axb", Template.compile("<$0>", regex))).isEqualTo("<a>x<b>");
  }

  @Test
  void boundsWhatAHostilePatternCosts() {
    var hostile =
        List.of(
            "(".repeat(200_000) + ")".repeat(200_000),
            "(".repeat(5_000) + "a" + ")".repeat(5_000),
            "(?:a{1000}){1000}",
            "((((a{10}){10}){10}){10}){10}",
            "(?i)" + "x".repeat(300_000),
            "(?:" + "x".repeat(1_000) + "){1000}",
            "a?".repeat(200_000),
            "x".repeat(Regex.MAX_PATTERN_CHARS + 1));

    long start = System.nanoTime();
    for (String pattern : hostile) {
      assertThatThrownBy(() -> Regex.compile(pattern))
          .as(pattern.substring(0, Math.min(20, pattern.length())))
          .isInstanceOf(RegexException.class)
          .message()
          .startsWith("error parsing regexp: ")
          .hasSizeLessThan(400);
    }
    assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
  }

  @Test
  void takesAListOfManyThousandNames() {
    var names = IntStream.range(0, 10_000).mapToObj(i -> "metric_number_" + i).toList();

    Regex regex = Regex.compile(String.join("|", names));

    assertThat(regex.isSimple()).isTrue();
    assertThat(regex.matches("metric_number_9999")).isTrue();
    assertThat(regex.matches("metric_number_10000")).isFalse();
  }

  /// Patterns that take a backtracking matcher exponential or high polynomial time.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a+)+",
        "(a*)*b",
        "([a-zA-Z]+)*x",
        "(a|aa)+x",
        "(a|a?)+x",
        "(.*a){20}x",
        "(?:a?){40}a{40}x",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(\\w+\\s?)*$x",
        ".*.*.*.*.*.*.*x",
        "(x+x+)+y",
        "([^,]*,)*z"
      })
  void takesLinearTimeOnCatastrophicPatterns(String pattern) {
    Regex regex = Regex.compile(pattern);
    String input = "a".repeat(20_000) + "!";

    long start = System.nanoTime();
    boolean matches = regex.matches(input);

    assertThat(matches).isFalse();
    assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
  }

  @Test
  void fastPathsAgreeWithTheEngine() {
    long seed = System.nanoTime();
    System.out.println("RegexTest.fastPathsAgreeWithTheEngine seed " + seed);
    var random = new Random(seed);
    int simple = 0;
    for (int round = 0; round < 20_000; round++) {
      String pattern = randomPattern(random, 3);
      Regex regex;
      try {
        regex = Regex.compile(pattern);
      } catch (RegexException e) {
        continue;
      }
      Regex reference = Regex.compileWithoutFastPath(pattern);
      simple += regex.isSimple() ? 1 : 0;
      assertThat(regex.groupCount()).as(pattern).isEqualTo(reference.groupCount());
      for (int i = 0; i < 6; i++) {
        String input = randomInput(random, pattern);
        assertSameMatch(regex, reference, input, "seed " + seed + " " + pattern + " on " + input);
      }
    }
    assertThat(simple).isGreaterThan(2_000);
  }

  private static void assertSameMatch(Regex regex, Regex reference, String input, String what) {
    var spans = new Spans();
    var expected = new Spans();
    boolean matches = reference.match(input, expected);
    assertThat(regex.matches(input)).as(what).isEqualTo(matches);
    assertThat(regex.matches(input)).as(what + ", remembered").isEqualTo(matches);
    assertThat(reference.matches(input)).as(what + ", by engine").isEqualTo(matches);
    assertThat(regex.match(input, spans)).as(what).isEqualTo(matches);
    if (matches) {
      assertThat(groups(spans, regex.groupCount()))
          .as(what)
          .isEqualTo(groups(expected, regex.groupCount()));
    }
    Template template = Template.compile("<$0-$1-$2>", regex);
    assertThat(regex.replaceAll(input, template))
        .as(what)
        .isEqualTo(reference.replaceAll(input, Template.compile("<$0-$1-$2>", reference)));
  }

  private static List<String> groups(Spans spans, int count) {
    var groups = new ArrayList<String>();
    for (int group = 0; group <= count; group++) {
      groups.add(spans.has(group) ? spans.start(group) + ".." + spans.end(group) : "none");
    }
    return groups;
  }

  private static final String[] PARTS = {
    "a", "b", "ab", "_", "\\.", ".*", ".+", ".*?", ".+?", ".", "a?", "b??", "[ab]", "[.]", "[0-2]",
    "😀", "é", "\\d", "a*", "a{2}", "^", "$", "{", "]", "(?i)", "\\n", "\n"
  };

  private static String randomPattern(Random random, int depth) {
    var out = new StringBuilder();
    int length = 1 + random.nextInt(4);
    for (int i = 0; i < length; i++) {
      if (depth > 0 && random.nextInt(4) == 0) {
        String open =
            new String[] {"(", "(", "(?:", "(?P<n" + random.nextInt(1000) + ">"}[random.nextInt(4)];
        out.append(open).append(randomPattern(random, depth - 1)).append(')');
        if (random.nextInt(4) == 0) {
          out.append(random.nextBoolean() ? "?" : "??");
        }
      } else {
        out.append(PARTS[random.nextInt(PARTS.length)]);
      }
      if (random.nextInt(4) == 0) {
        out.append('|');
      }
    }
    return out.toString();
  }

  /// Half at random, half made from the pattern, so that many match.
  private static String randomInput(Random random, String pattern) {
    if (random.nextBoolean()) {
      var out = new StringBuilder();
      for (int i = random.nextInt(6); i > 0; i--) {
        out.append(new String[] {"a", "b", "_", ".", "0", "\n", "😀", "é", "A"}[random.nextInt(9)]);
      }
      return out.toString();
    }
    String text = pattern.replaceAll("\\(\\?(?:P<n\\d+>|:|i\\))|[()\\[\\]^$\\\\]", "");
    String[] branches = text.split("\\|", -1);
    text = branches[random.nextInt(branches.length)];
    return text.replaceAll("\\.[*+]\\??", random.nextBoolean() ? "xa.b" : "")
        .replaceAll("\\?+", "");
  }
}
