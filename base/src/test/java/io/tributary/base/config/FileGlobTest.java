package io.tributary.base.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Source of the table: Go `path/filepath/match_test.go`, for one element of a path.
class FileGlobTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "abc, abc, true",
    "*, abc, true",
    "*c, abc, true",
    "a*, a, true",
    "a*, abc, true",
    "a*b*c*d*e*, axbxcxdxe, true",
    "a*b*c*d*e*, axbxcxdxexxx, true",
    "a*b?c*x, abxbbxdbxebxczzx, true",
    "a*b?c*x, abxbbxdbxebxczzy, false",
    "ab[c], abc, true",
    "ab[b-d], abc, true",
    "ab[e-g], abc, false",
    "ab[^c], abc, false",
    "ab[^b-d], abc, false",
    "ab[^e-g], abc, true",
    "a\\*b, a*b, true",
    "a\\*b, ab, false",
    "a?b, a☺b, true",
    "a[^a]b, a☺b, true",
    "a???b, a☺b, false",
    "[a-ζ]*, α, true",
    "*[a-ζ], A, false",
    "[\\]a], ], true",
    "[\\-], -, true",
    "[x\\-], x, true",
    "[x\\-], z, false",
    "[\\-x], -, true",
    "*x, xxx, true",
  })
  void matchesAsGoDoes(String pattern, String name, boolean matches) {
    assertThat(FileGlob.matches(pattern, name)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]a]", "[-]", "[x-]", "[-x]", "a[", "[a-b-c]", "[", "[^", "[^bc", "a\\"})
  void refusesMalformedPatterns(String pattern) {
    assertThatThrownBy(() -> FileGlob.find(pattern))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("syntax error in pattern");
  }

  @Test
  void findsFilesAcrossDirectories() throws IOException {
    for (String file : List.of("a1/x.yml", "a1/y.yml", "a2/x.yml", "b/x.yml", "a1/x.json")) {
      Files.createDirectories(directory.resolve(file).getParent());
      Files.writeString(directory.resolve(file), "");
    }
    assertThat(find("a?/*.yml")).containsExactly("a1/x.yml", "a1/y.yml", "a2/x.yml");
    assertThat(find("*/x.yml")).containsExactly("a1/x.yml", "a2/x.yml", "b/x.yml");
    assertThat(find("b/x.yml")).containsExactly("b/x.yml");
    assertThat(find("missing/*.yml")).isEmpty();
    assertThat(find("missing.yml")).isEmpty();
  }

  private List<String> find(String pattern) {
    return FileGlob.find(directory + "/" + pattern).stream()
        .map(file -> file.substring(directory.toString().length() + 1))
        .toList();
  }
}
