package io.tributary.dialects.prometheus;

import java.util.List;

/// The `otlp` section: how a receiver of OTLP metrics would translate them.
public record OtlpSettings(
    boolean promoteAllResourceAttributes,
    List<String> promoteResourceAttributes,
    List<String> ignoreResourceAttributes,
    TranslationStrategy translationStrategy,
    boolean keepIdentifyingResourceAttributes,
    boolean convertHistogramsToNhcb,
    boolean promoteScopeMetadata,
    boolean labelNameUnderscoreSanitization,
    boolean labelNamePreserveMultipleUnderscores) {

  static final OtlpSettings DEFAULT =
      new OtlpSettings(
          false,
          List.of(),
          List.of(),
          TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES,
          false,
          false,
          false,
          true,
          true);

  public OtlpSettings {
    promoteResourceAttributes = List.copyOf(promoteResourceAttributes);
    ignoreResourceAttributes = List.copyOf(ignoreResourceAttributes);
  }

  /// What becomes of names that the legacy grammar does not allow.
  public enum TranslationStrategy {
    UNDERSCORE_ESCAPING_WITH_SUFFIXES("UnderscoreEscapingWithSuffixes"),
    UNDERSCORE_ESCAPING_WITHOUT_SUFFIXES("UnderscoreEscapingWithoutSuffixes"),
    NO_UTF8_ESCAPING_WITH_SUFFIXES("NoUTF8EscapingWithSuffixes"),
    NO_TRANSLATION("NoTranslation");

    private final String configName;

    TranslationStrategy(String configName) {
      this.configName = configName;
    }

    public String configName() {
      return configName;
    }

    boolean needsUtf8() {
      return this == NO_UTF8_ESCAPING_WITH_SUFFIXES || this == NO_TRANSLATION;
    }
  }
}
