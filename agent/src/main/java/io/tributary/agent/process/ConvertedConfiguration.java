package io.tributary.agent.process;

import io.tributary.base.disk.IoReason;
import io.tributary.dialects.ConfigBytes;
import io.tributary.dialects.convert.Conversion;
import io.tributary.dialects.convert.ConvertDiagnostic;
import io.tributary.dialects.convert.ConvertDiagnostic.Level;
import io.tributary.river.diag.Diagnostic;
import io.tributary.river.diag.Span;
import io.tributary.runtime.source.ParsedFile;
import io.tributary.runtime.source.Source;
import io.tributary.runtime.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What `run --config.format=prometheus FILE` names: the configuration of another agent, converted
/// each time it is read. What is found in the tree points into that file, whose secrets are hidden
/// from those who show its lines.
///
/// Source: grafana/alloy `internal/alloycli/cmd_run.go`, loadAlloySource.
public record ConvertedConfiguration(Path path, Converter converter, boolean bypassesErrors)
    implements Configuration {
  /// Makes a tree of a file, as its dialect says.
  @FunctionalInterface
  public interface Converter {
    Conversion convert(Path file, byte[] content);
  }

  @Override
  public Source read() throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(path)) {
      content = ConfigBytes.read(in);
    } catch (IOException e) {
      throw new IOException("cannot read " + path + ": " + IoReason.of(e), e);
    }
    ParsedFile parsed = parsed(converter.convert(path, content));
    return Source.of(SourceReader.directory(path), YamlTree.file(parsed, content));
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
    Span place = finding.place().isKnown() ? finding.place() : Span.of(path.toString());
    return Diagnostic.error(place, finding.toString());
  }

  @Override
  public String name() {
    return path.toString();
  }
}
