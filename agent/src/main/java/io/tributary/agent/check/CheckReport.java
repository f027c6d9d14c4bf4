package io.tributary.agent.check;

import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.DiagnosticPrinter;
import io.tributary.base.config.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Prints what checks have found.
public final class CheckReport {
  private static final JsonFactory JSON = new JsonFactory();

  private CheckReport() {}

  /// For people: every finding at its place, and a line about the file as a whole.
  public static String text(ConfigCheck check, boolean colours) {
    DiagnosticPrinter printer = colours ? DiagnosticPrinter.coloured() : DiagnosticPrinter.plain();
    var out = new StringBuilder(printer.print(check.diagnostics()));
    out.append(printer.print(check.lints().stream().map(CheckReport::named).toList()));
    out.append(Printable.escaped(check.file()))
        .append(check.isValid() ? " is valid" : " is not valid");
    if (!check.summary().isEmpty()) {
      out.append(": ").append(check.summary());
    }
    int errors = check.errors().size();
    int lints = check.lints().size();
    if (errors > 0) {
      out.append(errors == 1 ? ", 1 error" : ", " + errors + " errors");
    }
    if (lints > 0) {
      out.append(lints == 1 ? ", 1 lint" : ", " + lints + " lints");
    }
    return out.append('\n').toString();
  }

  /// With the name of the check, by which it can be switched off.
  private static Diagnostic named(Lint lint) {
    Diagnostic found = lint.diagnostic();
    return new Diagnostic(
        found.severity(),
        found.message() + " [" + lint.check() + "]",
        found.file(),
        found.line(),
        found.column(),
        found.offendingText(),
        found.sourceLine(),
        found.hint());
  }

  /// All files in one document; `exitCode` is what the command ends with.
  public static String json(List<ConfigCheck> checks, int exitCode) {
    var out = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeArrayPropertyStart("files");
      checks.forEach(check -> write(json, check));
      json.writeEndArray();
      json.writeNumberProperty("exitCode", exitCode);
      json.writeEndObject();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(JsonGenerator json, ConfigCheck check) {
    json.writeStartObject();
    json.writeStringProperty("file", check.file());
    json.writeStringProperty("dialect", check.dialect());
    json.writeBooleanProperty("valid", check.isValid());
    json.writeStringProperty("summary", check.summary());
    json.writeArrayPropertyStart("findings");
    check.diagnostics().forEach(found -> write(json, found, ""));
    check.lints().forEach(lint -> write(json, lint.diagnostic(), lint.check().toString()));
    json.writeEndArray();
    json.writeEndObject();
  }

  /// `check` is empty for what is no lint.
  private static void write(JsonGenerator json, Diagnostic found, String check) {
    json.writeStartObject();
    json.writeStringProperty("severity", check.isEmpty() ? found.severity().word() : "lint");
    json.writeStringProperty("check", check);
    json.writeStringProperty("file", found.file());
    json.writeNumberProperty("line", found.line());
    json.writeNumberProperty("column", found.column());
    json.writeStringProperty("message", found.message());
    json.writeStringProperty("hint", found.hint() == null ? "" : found.hint());
    json.writeEndObject();
  }
}
