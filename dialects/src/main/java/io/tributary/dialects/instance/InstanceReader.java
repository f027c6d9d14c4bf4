package io.tributary.dialects.instance;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Diagnostic;
import io.tributary.dialects.prometheus.Environment;
import io.tributary.dialects.prometheus.GlobalSettings;
import io.tributary.dialects.prometheus.LoadOptions;
import io.tributary.dialects.prometheus.LoadOptions.Version;
import io.tributary.dialects.prometheus.Located;
import io.tributary.dialects.prometheus.SharedSections;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.WrittenValues;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlDocument.ExpansionException;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.dialects.yaml.YamlNode.Mapping;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads configurations of the scraping service by the terms of one agent: strictly, and with all
/// that is wrong at its place.
///
/// ```java
/// InstanceReader reader = InstanceReader.of(global, false, false);
/// InstanceDocument document = reader.read("web", yaml).orThrow();
/// ```
///
/// Thread-safe; a document belongs to one thread.
///
/// Source: grafana/agent `static/metrics/instance/marshal.go`, UnmarshalConfig;
/// `static/metrics/cluster/cluster.go`, ApplyDefaults.
public final class InstanceReader {
  private static final int MOST_ERRORS = 5;

  private final SharedSections sections;
  private final Terms terms;
  private final boolean readsFiles;

  private InstanceReader(SharedSections sections, Terms terms, boolean readsFiles) {
    this.sections = sections;
    this.terms = terms;
    this.readsFiles = readsFiles;
  }

  /// What an agent lends to configurations that say nothing themselves.
  record Terms(
      GlobalSettings global, List<Located<RemoteWriteSettings>> remoteWrites, Locator place) {}

  /// What came of reading a configuration: that, with perhaps some warnings, or all that is wrong.
  ///
  /// @param isReadable false where it is no YAML, or no mapping
  public record Result(
      @Nullable InstanceDocument document, List<Diagnostic> diagnostics, boolean isReadable) {
    public Result {
      diagnostics = List.copyOf(diagnostics);
    }

    public Optional<InstanceDocument> sound() {
      return Optional.ofNullable(document);
    }

    public List<Diagnostic> errors() {
      return diagnostics.stream().filter(Diagnostic::isError).toList();
    }

    /// Throws [ConfigException] with what is wrong, in the original's words where it has some.
    public InstanceDocument orThrow() {
      if (document == null) {
        throw new ConfigException(
            (isReadable ? "failed to validate config: " : "could not unmarshal config: ")
                + summary(errors()));
      }
      return document;
    }
  }

  private static String summary(List<Diagnostic> errors) {
    String first =
        errors.stream()
            .limit(MOST_ERRORS)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n"));
    return errors.size() <= MOST_ERRORS
        ? first
        : first + "\nand " + (errors.size() - MOST_ERRORS) + " more";
  }

  /// `global` is the section `metrics.global` as YAML, empty for none; `readsFiles` is whether
  /// configurations may name files of the agent's host. Throws [ConfigException] where `global` is
  /// wrong.
  public static InstanceReader of(String global, boolean readsFiles, boolean extraScrapeMetrics) {
    return of(global, readsFiles, SharedSections.strict(options(extraScrapeMetrics)));
  }

  /// For whoever hands configurations on to agents whose terms he does not know: `global` is a
  /// guess at those, and what this agent cannot do, another one may.
  public static InstanceReader forOthers(String global) {
    return of(global, true, SharedSections.lenient(options(false)));
  }

  private static LoadOptions options(boolean extraScrapeMetrics) {
    return new LoadOptions(Environment.of(Map.of()), false, extraScrapeMetrics, Version.TWO);
  }

  private static InstanceReader of(String global, boolean readsFiles, SharedSections sections) {
    var findings = new Findings();
    Terms terms = null;
    try {
      terms = terms(document("global", global, findings), sections);
    } catch (ExpansionException e) {
      e.report();
    }
    if (terms == null || findings.hasErrors()) {
      List<Diagnostic> errors = findings.list().stream().filter(Diagnostic::isError).toList();
      throw new ConfigException("cannot read global: " + summary(errors));
    }
    return new InstanceReader(sections, terms, readsFiles);
  }

  private static @Nullable Terms terms(YamlDocument document, SharedSections sections) {
    if (!document.isReadable()) {
      return null;
    }
    YamlNode root = document.root();
    Fields fields =
        root == null || Fields.isNull(root)
            ? new Fields(document, new Mapping(1, 1, List.of()), "global")
            : Fields.of(document, root, "global");
    if (fields == null) {
      return null;
    }
    fields.expect(List.of("remote_write"));
    GlobalSettings global = sections.global(fields);
    return new Terms(
        global,
        sections.remoteWrites(fields, "remote_write", global),
        Locator.of(document, fields.mapping()));
  }

  private static YamlDocument document(String name, String text, Findings findings) {
    return YamlDocument.parse(SourceText.of(name, text), YamlLimits.DEFAULT, findings);
  }

  /// Reads a configuration whose name is `name`, whatever it says itself. Never throws for what the
  /// bytes hold.
  public Result read(String name, byte[] yaml) {
    var findings = new Findings();
    YamlDocument document =
        YamlDocument.parse(SourceText.of(name, yaml), YamlLimits.DEFAULT, findings);
    InstanceDocument sound = null;
    boolean isReadable = document.isReadable() && document.root() instanceof Mapping;
    try {
      // To find one's way in the terms is not thread-safe.
      synchronized (terms) {
        sound = read(name, document, findings);
      }
    } catch (ExpansionException e) {
      e.report();
    }
    return new Result(findings.hasErrors() ? null : sound, findings.list(), isReadable);
  }

  private @Nullable InstanceDocument read(String name, YamlDocument document, Findings findings) {
    YamlNode root = document.root();
    if (!document.isReadable()) {
      return null;
    }
    ConfigurationName.problem(name)
        .ifPresent(problem -> findings.add(Diagnostic.error(name, problem)));
    if (root == null || Fields.isNull(root)) {
      findings.add(Diagnostic.error(name, "EOF: there is no configuration"));
      return null;
    }
    Fields fields = Fields.of(document, root, "config");
    if (fields == null) {
      return null;
    }
    var binder = new InstanceBinder(sections, terms.global(), terms.remoteWrites());
    Instance instance = binder.bind(fields, name);
    if (!readsFiles) {
      FileReferences.refuse(document, fields.mapping());
      instance = instance.withoutSockets();
    }
    return findings.hasErrors()
        ? null
        : new InstanceDocument(instance, WrittenValues.of(document, fields.mapping()), terms);
  }

  /// The names of the jobs of a configuration, without a look at anything else. Throws
  /// [ConfigException] where it cannot be read.
  public static Set<String> jobNames(byte[] yaml) {
    var findings = new Findings();
    YamlDocument document =
        YamlDocument.parse(SourceText.of("config", yaml), YamlLimits.DEFAULT, findings);
    if (!document.isReadable() || !(document.root() instanceof Mapping root)) {
      throw new ConfigException("cannot read the jobs of a configuration: it is no mapping");
    }
    Locator jobs = Locator.of(document, root).at("scrape_configs");
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < jobs.size(); i++) {
      names.add(jobs.item(i).at("job_name").text());
    }
    return names;
  }
}
