package io.tributary.model.relabel;

import io.tributary.base.config.SourcePosition;
import io.tributary.base.text.Quoting;
import io.tributary.model.labels.NameValidation;
import io.tributary.model.regex.Regex;
import io.tributary.model.regex.RegexException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One checked rule of `relabel_configs` or its like. Built by [Builder], which explains what is
/// wrong with a rule that cannot be.
///
/// `modulus` is unsigned. `validation` decides which target names a template may expand to.
/// `position` is where the rule was written; rules that differ in nothing else are equal, so that a
/// line more above them changes nothing.
///
/// Source: prometheus/prometheus `model/relabel/relabel.go`.
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    Regex regex,
    long modulus,
    String targetLabel,
    String replacement,
    RelabelAction action,
    NameValidation validation,
    SourcePosition position) {

  public static final String DEFAULT_SEPARATOR = ";";
  public static final String DEFAULT_REPLACEMENT = "$1";
  public static final Regex DEFAULT_REGEX = Regex.compile("(.*)");

  public RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
  }

  /// A rule that stands in no file.
  public RelabelRule(
      List<String> sourceLabels,
      String separator,
      Regex regex,
      long modulus,
      String targetLabel,
      String replacement,
      RelabelAction action,
      NameValidation validation) {
    this(
        sourceLabels,
        separator,
        regex,
        modulus,
        targetLabel,
        replacement,
        action,
        validation,
        SourcePosition.NONE);
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RelabelRule that
        && modulus == that.modulus
        && action == that.action
        && validation == that.validation
        && sourceLabels.equals(that.sourceLabels)
        && separator.equals(that.separator)
        && regex.equals(that.regex)
        && targetLabel.equals(that.targetLabel)
        && replacement.equals(that.replacement);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        sourceLabels, separator, regex, modulus, targetLabel, replacement, action, validation);
  }

  /// Without the position: the names of destinations are made of this.
  @Override
  public String toString() {
    return "RelabelRule[sourceLabels="
        + sourceLabels
        + ", separator="
        + separator
        + ", regex="
        + regex
        + ", modulus="
        + modulus
        + ", targetLabel="
        + targetLabel
        + ", replacement="
        + replacement
        + ", action="
        + action
        + ", validation="
        + validation
        + "]";
  }

  /// Collects the fields of a rule as they are written.
  ///
  /// A field that the configuration leaves out must not be set: some actions refuse fields that are
  /// written, even where they are written with their default value (`regex` for `keepequal`, an
  /// empty list of source labels for `labeldrop`). A field that is written as null is set to its
  /// empty value: `regex(null)` is the empty pattern, which matches nothing but the empty string,
  /// and `action(null)` is refused.
  public static final class Builder {
    private @Nullable List<String> sourceLabels;
    private String separator = DEFAULT_SEPARATOR;
    private @Nullable String regex;
    private long modulus;
    private String targetLabel = "";
    private String replacement = DEFAULT_REPLACEMENT;
    private @Nullable RelabelAction action = RelabelAction.REPLACE;
    private SourcePosition position = SourcePosition.NONE;

    /// Null is the same as leaving it out; the empty list is not.
    public Builder sourceLabels(@Nullable List<String> written) {
      sourceLabels = written == null ? null : List.copyOf(written);
      return this;
    }

    public Builder sourceLabels(String... written) {
      return sourceLabels(List.of(written));
    }

    public Builder separator(@Nullable String written) {
      separator = written == null ? "" : written;
      return this;
    }

    public Builder regex(@Nullable String written) {
      regex = written == null ? "" : written;
      return this;
    }

    /// Unsigned.
    public Builder modulus(long written) {
      modulus = written;
      return this;
    }

    public Builder targetLabel(@Nullable String written) {
      targetLabel = written == null ? "" : written;
      return this;
    }

    public Builder replacement(@Nullable String written) {
      replacement = written == null ? "" : written;
      return this;
    }

    public Builder action(@Nullable RelabelAction written) {
      action = written;
      return this;
    }

    /// Where the rule is written.
    public Builder position(SourcePosition place) {
      position = place;
      return this;
    }

    /// What is wrong with the rule, in the words of Prometheus; empty when nothing is.
    public Optional<String> problem(NameValidation validation) {
      return regexProblem().or(() -> fieldProblem(validation));
    }

    /// The rule; throws [IllegalArgumentException] with the text of [#problem] if there is one.
    public RelabelRule build(NameValidation validation) {
      problem(validation)
          .ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
          });
      return new RelabelRule(
          sourceLabels == null ? List.of() : sourceLabels,
          separator,
          regex == null ? DEFAULT_REGEX : Regex.compile(regex),
          modulus,
          targetLabel,
          replacement,
          action == null ? RelabelAction.REPLACE : action,
          validation,
          position);
    }

    /// What is wrong with the pattern alone.
    public Optional<String> regexProblem() {
      if (regex == null) {
        return Optional.empty();
      }
      try {
        Regex.compile(regex);
        return Optional.empty();
      } catch (RegexException e) {
        return Optional.ofNullable(e.getMessage());
      }
    }

    /// What the action misses or refuses, whatever the pattern is.
    public Optional<String> fieldProblem(NameValidation validation) {
      return Optional.ofNullable(actionProblem(validation));
    }

    private @Nullable String actionProblem(NameValidation validation) {
      if (action == null) {
        return "relabel action cannot be empty";
      }
      return switch (action) {
        case REPLACE -> targetProblem(action, validation, targetLabel.contains("$"));
        case HASHMOD ->
            modulus == 0
                ? "relabel configuration for hashmod requires non-zero modulus"
                : targetProblem(action, validation, false);
        case LOWERCASE, UPPERCASE -> {
          String problem = targetProblem(action, validation, false);
          yield problem != null ? problem : replacementProblem(action);
        }
        case KEEPEQUAL, DROPEQUAL -> equalProblem(action, validation);
        case LABELMAP ->
            isValidTemplate(replacement, validation)
                ? null
                : Quoting.excerpt(replacement)
                    + " is invalid 'replacement' for "
                    + action
                    + " action";
        case LABELDROP, LABELKEEP -> onlyRegexProblem(action);
        case KEEP, DROP -> null;
      };
    }

    private @Nullable String targetProblem(
        RelabelAction action, NameValidation validation, boolean template) {
      if (targetLabel.isEmpty()) {
        return "relabel configuration for " + action + " action requires 'target_label' value";
      }
      boolean valid =
          template
              ? isValidTemplate(targetLabel, validation)
              : validation.isValidLabelName(targetLabel);
      return valid
          ? null
          : Quoting.excerpt(targetLabel) + " is invalid 'target_label' for " + action + " action";
    }

    private @Nullable String replacementProblem(RelabelAction action) {
      return replacement.equals(DEFAULT_REPLACEMENT)
          ? null
          : "'replacement' can not be set for " + action + " action";
    }

    private @Nullable String equalProblem(RelabelAction action, NameValidation validation) {
      String problem = targetProblem(action, validation, false);
      if (problem == null) {
        problem = replacementProblem(action);
      }
      if (problem == null && (regex != null || modulus != 0 || !hasDefaultSeparator())) {
        problem =
            action
                + " action requires only 'source_labels' and `target_label`, and no other fields";
      }
      return problem;
    }

    private @Nullable String onlyRegexProblem(RelabelAction action) {
      boolean onlyRegex =
          sourceLabels == null
              && targetLabel.isEmpty()
              && modulus == 0
              && hasDefaultSeparator()
              && replacement.equals(DEFAULT_REPLACEMENT);
      return onlyRegex ? null : action + " action requires only 'regex', and no other fields";
    }

    private boolean hasDefaultSeparator() {
      return separator.equals(DEFAULT_SEPARATOR);
    }

    /// With UTF-8 names, a template is itself a valid name.
    private static boolean isValidTemplate(String template, NameValidation validation) {
      return switch (validation) {
        case LEGACY -> LegacyTemplate.PATTERN.matches(template);
        case UTF8 -> validation.isValidLabelName(template);
      };
    }
  }

  /// Compiled when the first template is checked.
  private static final class LegacyTemplate {
    static final Regex PATTERN = Regex.compile("(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+");
  }
}
