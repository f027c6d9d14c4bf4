package io.tributary.base.glob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.base.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  private static final int MOST = 1000;

  @TempDir Path directory;

  /// Source: bmatcuk/doublestar `doublestar_test.go`, matchTests.
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          "",             "",                 true
          *,              "",                 true
          *,              /,                  false
          /*,             /,                  true
          /*,             //,                 false
          abc,            abc,                true
          *c,             abc,                true
          a*,             ab/c,               false
          a*/b,           abc/b,              true
          a*b*c*d*e*/f,   axbxcxdxexxx/f,     true
          a*b*c*d*e*/f,   axbxcxdxe/xxx/f,    false
          a*b?c*x,        abxbbxdbxebxczzx,   true
          a*b?c*x,        abxbbxdbxebxczzy,   false
          ab[b-d],        abc,                true
          ab[^b-d],       abc,                false
          ab[^e-g],       abc,                true
          a\\*b,          ab,                 false
          a?b,            a☺b,                true
          a[!a]b,         a☺b,                true
          a???b,          a☺b,                false
          [a-ζ]*,         α,                  true
          a?b,            a/b,                false
          [\\]a],         ],                  true
          [x\\-],         -,                  true
          [x\\-],         z,                  false
          [x-],           -,                  true
          [-x],           -,                  true
          [a-b-d],        c,                  false
          [a-b-d],        -,                  true
          a/**,           a,                  true
          a/**/,          a,                  true
          a/**,           a/b/c,              true
          **/c,           c,                  true
          **/c,           a/b/c,              true
          **/c,           a/b,                false
          **/c,           abcd,               false
          a/**/b,         a/b,                true
          a/**/d,         a/b/c/d,            true
          a/\\**,         a/b/c,              false
          a/b/c,          a/b//c,             false
          a/,             a,                  false
          "ab{c,d}",      abc,                true
          "ab{c,d,*}",    abcde,              true
          "a{,bc}",       a,                  true
          "a{,bc}",       abc,                true
          "a/{b/c,c/b}",  a/c/b,              true
          "{a/{b,c},abc}", a/c,               true
          "{a/{b,c},abc}", abc,               true
          "{a/{b,c},abc}", a/b/c,             false
          abc**,          abc/b,              false
          "**/{a,b}",     a/b,                true
          e/**,           e/[,                true
          e/],            e/],                true
          e/\\{,          e/{,                true
          e/[\\*\\?],     e/**,               false
          "e/{\\*,\\?}",  e/?,                true
          /a/**/*.log,    /a/x.log,           true
          """)
  void meansWhatTheOriginalMeans(String pattern, String path, boolean expected) {
    assertThat(PathPattern.compile(pattern).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]a]", "[", "[^", "[^bc", "a[", "\\", "ab{c,d}[", "a{b", "[a\\"})
  void refusesWhatIsMalformed(String pattern) {
    assertThatThrownBy(() -> PathPattern.compile(pattern))
        .isInstanceOf(ConfigException.class)
        .hasMessage("syntax error in pattern \"" + pattern + '"');
  }

  @Test
  void boundsAlternatives() {
    assertThatThrownBy(() -> PathPattern.compile("{a,b}".repeat(20)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("stands for more than 1024");
  }

  @Test
  void findsFilesInTrees() throws IOException, InterruptedException {
    file("a.log");
    file("x/b.log");
    file("x/y/c.log");
    file("x/y/d.txt");
    file(".hidden/e.log");
    assertThat(find("/**/*.log"))
        .containsExactly(path(".hidden/e.log"), path("a.log"), path("x/b.log"), path("x/y/c.log"));
    assertThat(find("/x/**"))
        .containsExactly(path("x/b.log"), path("x/y/c.log"), path("x/y/d.txt"));
    assertThat(find("/x/y/*.{txt,md}")).containsExactly(path("x/y/d.txt"));
    assertThat(find("/*")).containsExactly(path("a.log"));
    assertThat(find("/x/y/c.log")).containsExactly(path("x/y/c.log"));
    assertThat(find("/x/**/**/y/**/c.log")).containsExactly(path("x/y/c.log"));
    assertThat(find("/x")).isEmpty();
    assertThat(find("/nothing/**")).isEmpty();
  }

  @Test
  void followsLinksButNeverInCircles() throws IOException, InterruptedException {
    file("x/b.log");
    Files.createSymbolicLink(directory.resolve("x/up"), directory);
    Files.createSymbolicLink(directory.resolve("other"), directory.resolve("x"));
    assertThat(find("/**/*.log")).containsExactly(path("other/b.log"), path("x/b.log"));
  }

  @Test
  void boundsWhatItFinds() throws IOException {
    file("a");
    file("b");
    String pattern = directory + "/*";
    assertThatThrownBy(() -> PathPattern.find(pattern, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessage("pattern \"" + pattern + "\" finds more than 1 files");
  }

  @Test
  void endsWhenItIsInterrupted() throws IOException {
    file("a");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> PathPattern.find(directory + "/**", MOST))
        .isInstanceOf(InterruptedException.class);
  }

  private Collection<String> find(String pattern) throws InterruptedException {
    return PathPattern.find(directory + pattern, MOST);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private void file(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
  }
}
