package io.tributary.bench.agents;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The agents that race: where each is found, how it is started, and how it says that it is ready.
/// All run with their defaults; `VMAGENT` is only told to speak Prometheus' protocol,
/// `VMAGENT_ZSTD` speaks its own. `TRIBUTARY_RUN` is the same agent with a River file.
public enum Agent {
  TRIBUTARY("tributary", "/-/ready"),
  TRIBUTARY_RUN("tributary", "/-/ready"),
  PROMETHEUS("prometheus", "/-/ready"),
  VMAGENT("vmagent", "/health"),
  VMAGENT_ZSTD("vmagent", "/health");

  private static final String VERSION_2 = "io.prometheus.write.v2.Request";
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+\\S*");

  private final String binary;
  private final String readyPath;

  Agent(String binary, String readyPath) {
    this.binary = binary;
    this.readyPath = readyPath;
  }

  public static Agent named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String readyPath() {
    return readyPath;
  }

  public boolean isTributary() {
    return this == TRIBUTARY || this == TRIBUTARY_RUN;
  }

  /// Remote write 2.0 is unknown to vmagent: it races with 1.0.
  public int protocol(Course course) {
    return isTributary() || this == PROMETHEUS ? course.protocol() : 1;
  }

  /// The program: the checkout's own, a peer unpacked by `bench/peers`, or one that is installed.
  public Optional<Path> program(Path root) {
    var own = root.resolve("tributary");
    if (isTributary()) {
      return Files.isExecutable(own) ? Optional.of(own) : Optional.empty();
    }
    var folders =
        Stream.concat(
            Stream.of(root.resolve("build/peers/usr/bin")),
            Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of));
    return folders.map(folder -> folder.resolve(binary)).filter(Files::isExecutable).findFirst();
  }

  /// Writes the configuration into `folder` and returns the command.
  ///
  /// @param targetPorts one for each target, on 127.0.0.1
  public List<String> command(
      Path program, Path folder, Course course, List<String> targetPorts, String url, int port) {
    var configuration = folder.resolve(this == TRIBUTARY_RUN ? "scrape.river" : "scrape.yml");
    var data = folder.resolve("data");
    try {
      Files.createDirectories(data);
      Files.writeString(configuration, configuration(course, targetPorts, url));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var address = "127.0.0.1:" + port;
    var command = new ArrayList<String>();
    command.add(program.toString());
    switch (this) {
      case TRIBUTARY -> command.add("prometheus");
      case TRIBUTARY_RUN -> command.add("run");
      case PROMETHEUS ->
          command.add(version(program).startsWith("2.") ? "--enable-feature=agent" : "--agent");
      case VMAGENT, VMAGENT_ZSTD -> {}
    }
    switch (this) {
      case TRIBUTARY, PROMETHEUS ->
          command.addAll(
              List.of(
                  "--config.file=" + configuration,
                  "--storage.agent.path=" + data,
                  "--web.listen-address=" + address));
      case TRIBUTARY_RUN ->
          command.addAll(
              List.of(
                  "--stability.level=experimental",
                  "--storage.path=" + data,
                  "--server.http.listen-addr=" + address,
                  configuration.toString()));
      case VMAGENT, VMAGENT_ZSTD ->
          command.addAll(
              List.of(
                  "-promscrape.config=" + configuration,
                  "-remoteWrite.url=" + url,
                  "-remoteWrite.tmpDataPath=" + data,
                  "-httpListenAddr=" + address));
    }
    if (this == VMAGENT) {
      command.add("-remoteWrite.forcePromProto=true");
    }
    return command;
  }

  private String configuration(Course course, List<String> targetPorts, String url) {
    return switch (this) {
      case TRIBUTARY_RUN -> river(course, targetPorts, url);
      case TRIBUTARY, PROMETHEUS ->
          scrapeSection(course, targetPorts)
              + "remote_write:\n  - url: "
              + url
              + "\n"
              + (course.protocol() == 2 ? "    protobuf_message: " + VERSION_2 + "\n" : "");
      case VMAGENT, VMAGENT_ZSTD -> scrapeSection(course, targetPorts);
    };
  }

  private static String river(Course course, List<String> targetPorts, String url) {
    return """
    prometheus.scrape "fleet" {
      job_name        = "fleet"
      scrape_interval = "%s"
      scrape_timeout  = "%s"
      targets         = [%s]
      forward_to      = [prometheus.remote_write.receiver.receiver]
    }

    prometheus.remote_write "receiver" {
      endpoint {
        url = "%s"
        %s
      }
    }
    """
        .formatted(
            course.intervalText(),
            course.intervalText(),
            targetPorts.stream()
                .map(port -> "{ __address__ = \"127.0.0.1:" + port + "\" }")
                .collect(Collectors.joining(", ")),
            url,
            course.protocol() == 2 ? "protobuf_message = \"" + VERSION_2 + "\"" : "");
  }

  private static String scrapeSection(Course course, List<String> targetPorts) {
    return """
    global:
      scrape_interval: %s
    scrape_configs:
      - job_name: fleet
        static_configs:
          - targets: [%s]
    """
        .formatted(
            course.intervalText(),
            targetPorts.stream()
                .map(port -> "\"127.0.0.1:" + port + "\"")
                .collect(Collectors.joining(", ")));
  }

  /// The version as the program states it, `unknown` where it does not. For a checkout this also
  /// builds what is out of date, so that no start that is timed has to.
  public String version(Path program) {
    var flag = this == PROMETHEUS || isTributary() ? "--version" : "-version";
    try {
      var process = new ProcessBuilder(program.toString(), flag).redirectErrorStream(true).start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var match = VERSION.matcher(text);
      return match.find() ? match.group() : packageVersion(program);
    } catch (IOException e) {
      return "unknown";
    }
  }

  /// Where a program prints no version: `bench/peers` leaves the package's beside it.
  private String packageVersion(Path program) throws IOException {
    var note = program.resolveSibling(binary + ".version");
    return Files.exists(note) ? Files.readString(note).strip() : "unknown";
  }
}
