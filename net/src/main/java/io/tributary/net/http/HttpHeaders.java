package io.tributary.net.http;

import io.tributary.base.text.Quoting;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Headers in the order in which they came or will go, names compared without regard to case.
///
/// Immutable. A name that is not a token, or a value with a control character other than a tab,
/// cannot be held: nothing that is put into a header can begin another one.
public final class HttpHeaders implements Iterable<HttpHeaders.Entry> {
  public static final HttpHeaders EMPTY = new HttpHeaders(List.of());

  private final List<Entry> entries;

  private HttpHeaders(List<Entry> entries) {
    this.entries = entries;
  }

  /// One header line.
  public record Entry(String name, String value) {
    public Entry {
      if (!isToken(name))
        throw new IllegalArgumentException("invalid header name " + Quoting.excerpt(name));
      if (!isFieldValue(value)) {
        throw new IllegalArgumentException("invalid value of header \"" + name + "\"");
      }
    }
  }

  /// Alternating names and values.
  public static HttpHeaders of(String... namesAndValues) {
    var builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    var builder = new Builder();
    builder.entries.addAll(entries);
    return builder;
  }

  /// The value of the first header of that name.
  public @Nullable String first(String name) {
    for (var entry : entries) {
      if (entry.name.equalsIgnoreCase(name)) return entry.value;
    }
    return null;
  }

  public List<String> all(String name) {
    var values = new ArrayList<String>();
    for (var entry : entries) {
      if (entry.name.equalsIgnoreCase(name)) values.add(entry.value);
    }
    return values;
  }

  public boolean contains(String name) {
    return first(name) != null;
  }

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /// Whether the other list has the same names and values in the same order.
  public boolean sameAs(HttpHeaders other) {
    return entries.equals(other.entries);
  }

  /// A copy in which `name` has exactly this value.
  public HttpHeaders with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  @Override
  public Iterator<Entry> iterator() {
    return entries.iterator();
  }

  /// Names only: a value may be a credential.
  @Override
  public String toString() {
    return entries.stream().map(Entry::name).toList().toString();
  }

  /// Whether `name` is a token of RFC 9110.
  public static boolean isToken(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean token =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!token) return false;
    }
    return !name.isEmpty();
  }

  /// Whether `value` can stand in a header line.
  public static boolean isFieldValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) return false;
    }
    return true;
  }

  /// Collects headers; owned by one thread.
  public static final class Builder {
    private final ArrayList<Entry> entries = new ArrayList<>();

    private Builder() {}

    public Builder add(String name, String value) {
      entries.add(new Entry(name, value));
      return this;
    }

    /// Replaces all headers of that name.
    public Builder set(String name, String value) {
      remove(name);
      return add(name, value);
    }

    public Builder remove(String name) {
      entries.removeIf(entry -> entry.name.equalsIgnoreCase(name));
      return this;
    }

    public boolean contains(String name) {
      return entries.stream().anyMatch(entry -> entry.name.equalsIgnoreCase(name));
    }

    public HttpHeaders build() {
      return entries.isEmpty() ? EMPTY : new HttpHeaders(List.copyOf(entries));
    }
  }
}
