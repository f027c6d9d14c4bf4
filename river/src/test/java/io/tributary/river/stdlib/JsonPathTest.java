package io.tributary.river.stdlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.stdlib.json.JsonReader;
import io.tributary.river.stdlib.path.JsonPath;
import io.tributary.river.value.Value;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPathTest {
  private static final String DOCUMENT =
      """
      {"a": [1, 2.5, 3, 4], "b": {"c": "x", "d": {"c": "y"}}, "k e": true, "n": null,
       "items": [{"name": "one", "size": 1, "tags": ["t", "u"]}, {"name": "two", "size": 2},
                 {"name": "three", "tags": []}]}
      """;

  private static String found(String path) {
    Value document = JsonReader.wholeNumbers(DOCUMENT);
    return ValuePrinter.print(Value.of(JsonPath.compile(path).find(document)))
        .replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u00a7',
      value = {
        "$.b.c; [\"x\"]",
        ".b.c; [\"x\"]",
        "b.c; [\"x\"]",
        "$['b']['c']; [\"x\"]",
        "$[\"k e\"]; [true]",
        "$.n; [null]",
        "$.nothing; []",
        "$.a[0]; [1]",
        "$.a[-1]; [4]",
        "$.a[9]; []",
        "$.a[*]; [1, 2.5, 3, 4]",
        "$.a.*; [1, 2.5, 3, 4]",
        "$.a[0,2]; [1, 3]",
        "$.b['c','d']; [\"x\", { c = \"y\", }]",
        "$.a[1:3]; [2.5, 3]",
        "$.a[:2]; [1, 2.5]",
        "$.a[2:]; [3, 4]",
        "$.a[-2:]; [3, 4]",
        "$.a[::2]; [1, 3]",
        "$.a[3:0:-1]; [4, 3, 2.5]",
        "$..c; [\"y\", \"x\"]",
        "$..name; [\"one\", \"two\", \"three\"]",
        "$.items[*].size; [1, 2]",
        "$.items[?(@.name == \"two\")].size; [2]",
        "$.items[?(@.name == 'two')].size; [2]",
        "$.items[?@.size > 1].name; [\"two\"]",
        "$.items[?(@.size >= 1 && @.name != \"one\")].name; [\"two\"]",
        "$.items[?(@.size == 1 || @.size == 2)].name; [\"one\", \"two\"]",
        "$.items[?(@.size)].name; [\"one\", \"two\"]",
        "$.items[?(!@.size)].name; [\"three\"]",
        "$.items[?(@.size exists false)].name; [\"three\"]",
        "$.items[?(@.size has true)].name; [\"one\", \"two\"]",
        "$.items[?(@.size == Nothing)].name; [\"three\"]",
        "$.items[?(@.tags empty true)].name; [\"three\"]",
        "$.items[?(@.name =~ /^t/)].name; [\"two\", \"three\"]",
        "$.items[?(@.name ~= \"ee$\")].name; [\"three\"]",
        "$.items[?(@.name in ['one','three'])].name; [\"one\", \"three\"]",
        "$.items[?(@.size * 2 + 1 == 5)].name; [\"two\"]",
        "$.items[?(@.size - 1 == 0)].name; [\"one\"]",
        "$.items[?(@.size / 0 == 1)].name; []",
        "$.items[?((@.size + 1) * 2 == 6)].name; [\"two\"]",
        "$.items[?(length(@.name) == 3)].name; [\"one\", \"two\"]",
        "$.items[?(count(@.tags[*]) == 2)].name; [\"one\"]",
        "$.items[?(match(@.name, 't.*'))].name; [\"two\", \"three\"]",
        "$.items[?(search(@.name, 'w'))].name; [\"two\"]",
        "$.items[?(@.tags[*] == 'u')].name; [\"one\"]",
        "$.items[?(@.size == $.a[0])].name; [\"one\"]",
        "$.items[?(@.size < 2.0)].name; [\"one\"]",
        "$.a[?(@ > 2)]; [2.5, 3, 4]",
        "$.b[?(@.c == 'y')].c; [\"y\"]",
      })
  void finds(String path, String expected) {
    assertThat(found(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\u00a7',
      value = {
        "$.; not terminated at 3 in $.",
        "$.-; an expression fragment can not start with a '-' at 3 in $.-",
        "$[; not terminated at 3 in $[",
        "$.a b; parse error at 4 in $.a b",
        "$[x]; parse error at 3 in $[x]",
        "$[?(@.a == )]; '' is not a value or function at 12 in $[?(@.a == )]",
        "$[?(@.a; not terminated at 8 in $[?(@.a",
        "$['a; not terminated at 6 in $['a",
      })
  void saysWhereAPathIsNone(String path, String message) {
    assertThatThrownBy(() -> JsonPath.compile(path))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message.substring(0, message.indexOf(" at ")));
  }

  @Test
  void readsRandomPiecesOfPaths() {
    String[] pieces = {
      "$", "@", ".", "..", "*", "[", "]", "?", "(", ")", "a", "b c", "'", "\"", "\\", "1", "-", ":",
      ",", "==", "!=", "<", ">=", "&&", "||", "!", "+", "/", "=~", "in", "empty", "has", "true",
      "null", "Nothing", "length(", "count(", "match(", " ", "[?(@.a", "[?@", "1.5", "e", "\u00e9",
      "{",
    };
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new SplittableRandom(seed);
    Value document = JsonReader.wholeNumbers(DOCUMENT);
    for (int i = 0; i < 20_000; i++) {
      var path = new StringBuilder(random.nextBoolean() ? "$" : "");
      for (int count = random.nextInt(1, 12); count > 0; count--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      try {
        JsonPath.compile(path.toString()).find(document);
      } catch (ConfigException e) {
        assertThat(e).hasMessageContaining(" ");
      } catch (RuntimeException e) {
        throw new AssertionError(path.toString(), e);
      }
    }
  }

  @Test
  void boundsHowMuchAPathFinds() {
    Value nested = JsonReader.floats("[".repeat(100) + "]".repeat(100));
    JsonPath path = JsonPath.compile("$" + "..[*]".repeat(10));
    assertThatThrownBy(() -> path.find(nested))
        .hasMessage("finds more values than the limit of 1000000");
  }

  @Test
  void boundsHowDeepAPathNests() {
    assertThatThrownBy(() -> JsonPath.compile("$[?" + "(".repeat(100_000)))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> JsonPath.compile("$[?" + "@[?".repeat(100_000)))
        .isInstanceOf(ConfigException.class);
    assertThatThrownBy(() -> JsonPath.compile("$[?" + "!".repeat(100_000)))
        .isInstanceOf(ConfigException.class);
  }
}
