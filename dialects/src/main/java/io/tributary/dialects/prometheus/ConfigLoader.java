package io.tributary.dialects.prometheus;

import io.tributary.base.config.ConfigException;
import io.tributary.base.config.Diagnostic;
import io.tributary.base.config.FileGlob;
import io.tributary.base.text.Quoting;
import io.tributary.dialects.tree.Locator;
import io.tributary.dialects.yaml.Fields;
import io.tributary.dialects.yaml.Findings;
import io.tributary.dialects.yaml.SourceText;
import io.tributary.dialects.yaml.YamlDocument;
import io.tributary.dialects.yaml.YamlDocument.ExpansionException;
import io.tributary.dialects.yaml.YamlLimits;
import io.tributary.dialects.yaml.YamlNode;
import io.tributary.metrics.remotewrite.RemoteWriteSettings;
import io.tributary.metrics.scrape.ScrapeSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Loads one configuration, once: reads the files, binds their sections, collects what is wrong.
final class ConfigLoader {
  private static final Pattern FILE_PATTERN = Pattern.compile("[^*]*(\\*[^/]*)?", Pattern.DOTALL);

  private final Path mainFile;
  private final LoadOptions options;
  private final Refusals refusals;
  private final @Nullable SourceText mainText;
  private final FileContext files;
  private final Findings findings = new Findings();
  private final ConfigChecksum checksum = new ConfigChecksum();
  private final List<Path> sourceFiles = new ArrayList<>();

  ConfigLoader(Path mainFile, LoadOptions options) {
    this(mainFile, options, Refusals.ERRORS, null);
  }

  /// `mainText` stands for what is in the main file, if it is not null.
  ConfigLoader(
      Path mainFile, LoadOptions options, Refusals refusals, @Nullable SourceText mainText) {
    this.mainFile = mainFile;
    this.options = options;
    this.refusals = refusals;
    this.mainText = mainText;
    files = FileContext.of(mainFile);
  }

  LoadResult load() {
    LocatedConfig located = locate();
    return new LoadResult(located == null ? null : located.config(), findings.list());
  }

  /// What is wrong, after the configuration was loaded.
  List<Diagnostic> findings() {
    return findings.list();
  }

  /// The configuration with the places of its parts; null when something is wrong with it.
  @Nullable LocatedConfig locate() {
    LocatedConfig config = null;
    try {
      YamlDocument document = open(mainFile);
      if (document != null && document.isReadable()) {
        Fields top = top(document, "config");
        config = top == null ? empty(document) : bind(top);
      }
    } catch (ExpansionException e) {
      e.report();
    }
    return findings.hasErrors() ? null : config;
  }

  /// The checksum alone, binding nothing but the patterns of included files.
  String checksum() {
    try {
      YamlDocument document = open(mainFile);
      Fields top = document == null ? null : top(document, "config");
      if (top != null) {
        for (String pattern : top.strings("scrape_config_files")) {
          find(files.resolvePattern(pattern)).forEach(checksum::add);
        }
      }
    } catch (ExpansionException | ConfigException | InvalidPathException e) {
      checksum.addText("broken");
    }
    return checksum.value();
  }

  /// Null, after a finding, when the file cannot be read.
  private @Nullable YamlDocument open(Path file) {
    try {
      boolean isGiven = mainText != null && file.equals(mainFile);
      SourceText source =
          isGiven && mainText != null
              ? mainText
              : SourceText.read(file, YamlLimits.DEFAULT.bytes());
      checksum.add(source);
      sourceFiles.add(file);
      return YamlDocument.parse(source, YamlLimits.DEFAULT, findings);
    } catch (ConfigException e) {
      checksum.addText(String.valueOf(e.getMessage()));
      findings.add(Diagnostic.error(file.toString(), String.valueOf(e.getMessage())));
      return null;
    }
  }

  /// Null for an empty document.
  private static @Nullable Fields top(YamlDocument document, String type) {
    YamlNode root = document.root();
    return root == null || Fields.isNull(root) ? null : Fields.of(document, root, type);
  }

  private LocatedConfig empty(YamlDocument document) {
    var nothing = new YamlNode.Mapping(1, 1, List.of());
    return bind(new Fields(document, nothing, "config"));
  }

  private LocatedConfig bind(Fields top) {
    GlobalSettings global = new GlobalBinder(files, options).bind(top.section("global", "global"));
    var scrape = new ScrapeBinder(global, options, refusals);
    List<Located<ScrapeSettings>> mainJobs = scrape.bindAll(top, files);
    List<Included> included = included(top);
    var jobs = new ArrayList<>(mainJobs);
    jobs.addAll(includedJobs(top, scrape, included));
    List<Located<RemoteWriteSettings>> destinations =
        new RemoteWriteBinder(global, files, refusals).bindAll(top);
    var others = new OtherSections(top, files, refusals);
    others.refuseServerSections();
    int gogc = others.gogc();
    StorageSettings storage = others.storage();
    others.refuseTracing();
    OtlpSettings otlp = others.otlp(global.nameValidation());
    top.finish();
    var extras = new EffectiveYaml.Extras(gogc, included.stream().map(Included::pattern).toList());
    List<RemoteWriteSettings> remoteWrites = Located.settings(destinations);
    var config =
        new PrometheusConfig(
            global,
            Located.settings(jobs),
            remoteWrites,
            storage,
            otlp,
            sourceFiles,
            checksum.value(),
            EffectiveYaml.print(
                global, extras, Located.settings(mainJobs), storage, remoteWrites, otlp));
    return new LocatedConfig(config, Locator.of(top.document(), top.mapping()), jobs, destinations);
  }

  /// One item of `scrape_config_files`, resolved, with the place where it stands.
  private record Included(YamlNode item, String pattern) {}

  /// Without those that are no patterns, which are reported.
  private List<Included> included(Fields top) {
    var included = new ArrayList<Included>();
    for (YamlNode item : top.items("scrape_config_files")) {
      String pattern = top.itemText("scrape_config_files", item);
      if (pattern == null) {
        continue;
      }
      if (FILE_PATTERN.matcher(pattern).matches()) {
        included.add(new Included(item, files.resolvePattern(pattern)));
      } else {
        top.document()
            .error(
                item,
                "invalid scrape config file path " + Quoting.excerpt(pattern),
                "* may stand in the last element of the path only");
      }
    }
    return included;
  }

  private List<Located<ScrapeSettings>> includedJobs(
      Fields top, ScrapeBinder scrape, List<Included> included) {
    var jobs = new ArrayList<Located<ScrapeSettings>>();
    for (Included part : included) {
      try {
        List<Path> found = find(part.pattern);
        if (found.isEmpty()) {
          top.document()
              .warning(part.item, "no file matches " + Quoting.excerpt(part.pattern), null);
        }
        for (Path file : found) {
          jobs.addAll(includedJobs(scrape, file));
        }
      } catch (ConfigException | InvalidPathException e) {
        top.document()
            .error(
                part.item,
                "error retrieving scrape config files for "
                    + Quoting.excerpt(part.pattern)
                    + ": syntax error in pattern");
      }
    }
    return jobs;
  }

  private List<Located<ScrapeSettings>> includedJobs(ScrapeBinder scrape, Path file) {
    YamlDocument document = open(file);
    Fields fields = document == null ? null : top(document, "scrape_config_file");
    if (fields == null) {
      return List.of();
    }
    List<Located<ScrapeSettings>> jobs = scrape.bindAll(fields, FileContext.of(file));
    fields.finish();
    return jobs;
  }

  private static List<Path> find(String pattern) {
    return FileGlob.find(pattern).stream().map(Path::of).toList();
  }
}
