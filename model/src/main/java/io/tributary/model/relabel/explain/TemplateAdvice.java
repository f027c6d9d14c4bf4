package io.tributary.model.relabel.explain;

import io.tributary.model.regex.Regex;
import io.tributary.model.regex.Template;
import java.util.Optional;

/// What to say about a template that refers to groups that its pattern does not have.
public final class TemplateAdvice {
  private TemplateAdvice() {}

  /// Empty where the pattern has all of them.
  public static Optional<String> of(Template template, Regex regex) {
    return template.unknownGroups().stream().findFirst().map(group -> sentence(group, regex));
  }

  private static String sentence(String group, Regex regex) {
    String has =
        switch (regex.groupCount()) {
          case 0 -> "the regex has no groups";
          case 1 -> "the regex has one group";
          default -> "the regex has " + regex.groupCount() + " groups";
        };
    int digits = 0;
    while (digits < group.length() && Character.isDigit(group.charAt(digits))) {
      digits++;
    }
    String meant =
        digits > 0 && digits < group.length()
            ? "; ${"
                + group.substring(0, digits)
                + "}"
                + group.substring(digits)
                + " is probably meant"
            : "";
    return "$"
        + group
        + " stands for nothing: it names the group \""
        + group
        + "\", and "
        + has
        + meant;
  }
}
