package io.tributary.model.regex;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "plain plain",
        "$1 foo",
        "${1} foo",
        "$1-$2 foo-bar",
        "${1}x foox",
        "$1x ''",
        "a$1xb a",
        "${first}${second} foobar",
        "$first foo",
        "$firstx ''",
        "$0 foo-bar",
        "$3 ''",
        "$9 ''",
        "$999999999999 ''",
        "$01 ''",
        "$$ $",
        "$$1 $1",
        "$ $",
        "a$ a$",
        "$- $-",
        "${ ${",
        "${} ${}",
        "${1 ${1",
        "${1-2} ${1-2}",
        "$é ''",
        "x$1$2y xfoo",
        "x$1${2}y xfoobary",
      })
  void expandsAsGoDoes(String text, String expansion) {
    Regex regex = Regex.compile("(?P<first>\\w+)-(?P<second>\\w+)(x)?");
    Template template = Template.compile(text, regex);
    var spans = new Spans();

    assertThat(regex.match("foo-bar", spans)).isTrue();

    assertThat(template.expand("foo-bar", spans)).isEqualTo(expansion);
    var out = new StringBuilder("before ");
    template.expand("foo-bar", spans, out);
    assertThat(out.toString()).isEqualTo("before " + expansion);
    assertThat(template.couldExpandTo(expansion)).isTrue();
  }

  @Test
  void doesNotCopyAWholeValue() {
    Regex regex = Regex.compile("(.*)");
    var spans = new Spans();
    String input = "value";

    assertThat(regex.match(input, spans)).isTrue();

    assertThat(Template.compile("$1", regex).expand(input, spans)).isSameAs(input);
  }

  @Test
  void saysWhichNamesItCannotExpandTo() {
    Template template = Template.compile("__param_${1}_x", Regex.compile("(.+)"));

    assertThat(template.couldExpandTo("__param_module_x")).isTrue();
    assertThat(template.couldExpandTo("__param_x")).isFalse();
    assertThat(template.couldExpandTo("param_a_x")).isFalse();
    assertThat(Template.compile("job", Regex.compile("")).couldExpandTo("jobs")).isFalse();
  }
}
