package io.tributary.dialects.staticmode;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.Severity;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.staticmode.EnvironmentTemplate.SubstitutionException;
import io.tributary.dialects.yaml.Relocation;
import io.tributary.dialects.yaml.SourceText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The text of a configuration file: decoded, and its variables filled in if that is asked for.
///
/// UTF-8 with and without a byte order mark; UTF-16 and UTF-32 of either order with one.
///
/// Source: grafana/agent `static/config/encoder/encoder.go`, EnsureUTF8; `static/config/config.go`,
/// performEnvVarExpansion.
final class ConfigText implements Relocation {
  private final Expanded expanded;
  private final SourceText file;
  private final SourceText text;
  private final Lines from;
  private final Lines to;

  private ConfigText(String name, Expanded expanded) {
    this.expanded = expanded;
    file = SourceText.of(name, expanded.source());
    text = SourceText.of(name, expanded.text());
    from = Lines.of(expanded.text());
    to = Lines.of(expanded.source());
  }

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
    if (!expandsEnvironment) {
      return new ConfigText(name, Expanded.unchanged(decoded));
    }
    try {
      return new ConfigText(
          name,
          EnvironmentTemplate.expand(
              decoded,
              variable -> {
                String value = environment.get(variable);
                return value == null ? "" : value;
              }));
    } catch (SubstitutionException e) {
      findings.accept(notSubstituted(name, decoded, e));
      return null;
    }
  }

  private static Diagnostic notSubstituted(String name, String decoded, SubstitutionException e) {
    Place place = Lines.of(decoded).place(e.offset());
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
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      mark = 3;
    } else if (startsWith(bytes, 0xFF, 0xFE, 0, 0)) {
      charset = StandardCharsets.UTF_32LE;
      mark = 4;
    } else if (startsWith(bytes, 0, 0, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_32BE;
      mark = 4;
    } else if (startsWith(bytes, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    } else if (startsWith(bytes, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    }
    try {
      return charset
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark))
          .toString();
    } catch (CharacterCodingException _) {
      return null;
    }
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /// The text as it is to be read.
  SourceText text() {
    return text;
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
