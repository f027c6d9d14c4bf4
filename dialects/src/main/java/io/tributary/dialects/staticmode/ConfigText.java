package io.tributary.dialects.staticmode;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.EnvironmentTemplate.SubstitutionException;
import io.tributary.dialects.yaml.ByteOrderMark;
import io.tributary.dialects.yaml.Relocation;
import io.tributary.dialects.yaml.Relocation.Place;
import io.tributary.dialects.yaml.SourceText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The text of a configuration file: decoded, and its variables filled in if that is asked for.
///
/// UTF-8 with and without a byte order mark; UTF-16 and UTF-32 of either order with one.
///
/// Source: grafana/agent `static/config/encoder/encoder.go`, EnsureUTF8; `static/config/config.go`,
/// performEnvVarExpansion.
///
/// @param text as it is to be read
/// @param relocation where it stood in the file
record ConfigText(SourceText text, Relocation relocation) {

  /// Null, after a finding, when the bytes are no text or a `${` is no variable.
  static @Nullable ConfigText read(
      String name,
      byte[] bytes,
      boolean expandsEnvironment,
      Environment environment,
      Consumer<Diagnostic> findings) {
    String decoded = decode(bytes);
    if (decoded == null) {
      findings.accept(
          Diagnostic.error(
              name,
              "unknown encoding for config: expected UTF-8, or UTF-16 or UTF-32 with a mark"));
      return null;
    }
    SourceText file = SourceText.of(name, decoded);
    if (!expandsEnvironment) {
      return new ConfigText(file, Relocation.none(file));
    }
    try {
      Expanded expanded =
          EnvironmentTemplate.expand(
              decoded,
              variable -> {
                String value = environment.get(variable);
                return value == null ? "" : value;
              });
      return new ConfigText(SourceText.of(name, expanded.text()), new FilledIn(file, expanded));
    } catch (SubstitutionException e) {
      findings.accept(notSubstituted(name, decoded, e));
      return null;
    }
  }

  private static Diagnostic notSubstituted(String name, String decoded, SubstitutionException e) {
    Place place = new TextPlaces(decoded).place(e.offset());
    return new Diagnostic(
        Severity.ERROR,
        "unable to substitute config with environment variables: " + e.getMessage(),
        name,
        place.line(),
        place.column(),
        "${",
        "",
        "$${ is a literal ${, and ${NAME} the variable NAME");
  }

  private static @Nullable String decode(byte[] bytes) {
    var mark = ByteOrderMark.withUtf32(bytes);
    try {
      return mark.charset()
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, mark.length(), bytes.length - mark.length()))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  /// A text whose variables are filled in.
  private static final class FilledIn implements Relocation {
    private final SourceText file;
    private final Expanded expanded;
    private final TextPlaces from;
    private final TextPlaces to;

    FilledIn(SourceText file, Expanded expanded) {
      this.file = file;
      this.expanded = expanded;
      from = new TextPlaces(expanded.text());
      to = new TextPlaces(expanded.source());
    }

    @Override
    public SourceText file() {
      return file;
    }

    @Override
    public Place place(int line, int column) {
      return to.place(expanded.origin(from.offset(line, column)));
    }
  }
}
