package io.tributary.agent.demo;

/// Builds a page in the text format 0.0.4.
final class MetricsPage {
  private final StringBuilder out = new StringBuilder(16 * 1024);
  private String name = "";

  /// Begins a family; its samples follow.
  void family(String newName, String type, String help) {
    name = newName;
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /// One sample of the family; `labels` is what stands between the braces.
  void sample(String labels, double value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      out.append((long) value);
    } else {
      out.append(value);
    }
    out.append('\n');
  }

  String text() {
    return out.toString();
  }

  /// A label value with its special characters escaped.
  static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
