package io.tributary.agent.process;

import io.tributary.base.config.ConfigException;
import io.tributary.base.disk.IoReason;
import io.tributary.dialects.Converters;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.tree.Form;
import io.tributary.dialects.yaml.ShownText;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Span;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceFile;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `run --config.format=prometheus FILE` names: the configuration of another agent, converted
/// each time it is read. What is found in the tree points into that file, whose secrets are hidden
/// from those who show its lines.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`, loadAlloySource.
public record ConvertedConfiguration(
    Path path, String format, List<String> extraArguments, boolean bypassesErrors)
    implements Configuration {
  public ConvertedConfiguration {
    extraArguments = List.copyOf(extraArguments);
  }

  @Override
  public Source read() throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = Converters.read(in);
    } catch (ConfigException e) {
      throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
    } catch (FileSystemException e) {
      throw new IOException("cannot read " + e.getFile() + ": " + IoReason.of(e), e);
    }
    var input = new Converters.Input(format, path, content, extraArguments, Environment.system());
    ParsedFile parsed = parsed(Converters.convert(input, Form.EXACT));
    String shown = ShownText.of(SourceText.of(path.toString(), content));
    return Source.of(
        SourceReader.directory(path),
        new SourceFile(path.toString(), shown.getBytes(StandardCharsets.UTF_8), (_, _) -> parsed));
  }

  private ParsedFile parsed(Conversion conversion) {
    if (!conversion.diagnostics().withholdsOutput(bypassesErrors)) {
      return ParsedFile.of(path.toString(), conversion.body(), List.of());
    }
    List<Diagnostic> errors =
        conversion.diagnostics().all().stream()
            .filter(finding -> finding.level().compareTo(Level.ERROR) >= 0)
            .map(this::error)
            .toList();
    return new ParsedFile(path.toString(), List.of(), errors);
  }

  private Diagnostic error(ConvertDiagnostic finding) {
    return Diagnostic.error(Span.of(path.toString()), finding.toString());
  }

  @Override
  public String name() {
    return path.toString();
  }
}
