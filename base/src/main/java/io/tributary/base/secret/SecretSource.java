package io.tributary.base.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a secret is read: inline text, a file, or a reference into a secret manager.
///
/// Settings may name more than one of the three; whoever validates them reports that
/// ([#isAmbiguous]). Reading takes the first that is set, in the order of the components. An empty
/// text counts as absent, as in a Prometheus configuration.
///
/// Source: prometheus/common `config/http_config.go`, `toSecret`.
public record SecretSource(@Nullable Secret text, @Nullable Path file, @Nullable String ref) {
  public static final SecretSource NONE = new SecretSource(null, null, null);

  public SecretSource {
    if (text != null && text.isEmpty()) text = null;
    if (file != null && file.toString().isEmpty()) file = null;
    if (ref != null && ref.isEmpty()) ref = null;
  }

  public static SecretSource ofText(String text) {
    return text.isEmpty() ? NONE : new SecretSource(Secret.of(text), null, null);
  }

  public static SecretSource ofFile(Path file) {
    return new SecretSource(null, file, null);
  }

  public static SecretSource ofRef(String ref) {
    return new SecretSource(null, null, ref);
  }

  public boolean isSet() {
    return text != null || file != null || ref != null;
  }

  /// More than one of the three is given.
  public boolean isAmbiguous() {
    return (text != null ? 1 : 0) + (file != null ? 1 : 0) + (ref != null ? 1 : 0) > 1;
  }

  /// The value can differ from one read to the next.
  public boolean canChange() {
    return text == null && file != null;
  }

  /// Whether reading it needs a secret manager, which this program does not have.
  public boolean needsManager() {
    return text == null && file == null && ref != null;
  }

  /// The value now: a file is read again and stripped of the white space around its content. The
  /// empty string where nothing is set.
  public String read() throws IOException {
    if (text != null) return text.value();
    if (file != null) return readFile(file);
    if (ref != null) throw new IOException("cannot use secret ref \"" + ref + "\" without manager");
    return "";
  }

  private static String readFile(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new IOException("cannot read file " + file + ": " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
  }

  /// Where the value comes from, for messages: `inline`, `file /path` or `ref name`.
  public String description() {
    if (text != null) return "inline";
    if (file != null) return "file " + file;
    if (ref != null) return "ref " + ref;
    return "unset";
  }
}
