package io.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// How Tributary and Prometheus in agent mode end, side by side: service managers and scripts go by
/// the code.
class ExitCodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Has become ready, and has ended with 0 when it was asked to.
  private static final String RUNS = "runs";

  @TempDir Path directory;

  private ServerSocket taken;

  @BeforeEach
  void prepare() throws IOException {
    taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    write("good.yml", "global: {}\n");
    write("empty.yml", "");
    write("unknown-field.yml", "nonsense: 1\n");
    write("no-yaml.yml", "global: [\n");
    write("rules.yml", "rule_files: [a.yml]\n");
    write(
        "no-authority.yml",
        "remote_write: [{url: 'http://127.0.0.1:1/', tls_config: {ca_file: none.pem}}]\n");
    write(
        "no-authority-for-job.yml",
        "scrape_configs: [{job_name: a, tls_config: {ca_file: none.pem},"
            + " static_configs: [{targets: ['127.0.0.1:1']}]}]\n");
    write("web.yml", "basic_auth_users: {}\n");
    write("web-unknown-field.yml", "nonsense: 1\n");
    write("web-no-certificate.yml", "tls_server_config: {cert_file: none.pem, key_file: none}\n");
    write("web-no-hash.yml", "basic_auth_users: {user: plain}\n");
    write("file", "not a folder");
    write("version.args", "# comment\n--version\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  @AfterEach
  void close() throws IOException {
    taken.close();
  }

  /// `documented` is what docs/compatibility.md says where the two differ on purpose.
  private record Invocation(
      String name,
      String theirs,
      String ours,
      String documented,
      boolean isAgent,
      List<String> arguments) {

    static Invocation of(String name, String end, String... arguments) {
      return new Invocation(name, end, end, "", true, List.of(arguments));
    }

    Invocation butOurs(String end, String documentation) {
      return new Invocation(name, theirs, end, documentation, isAgent, arguments);
    }

    Invocation asServer() {
      return new Invocation(name, theirs, ours, documented, false, arguments);
    }
  }

  private List<Invocation> invocations() {
    String in = directory + "/";
    return List.of(
        Invocation.of("help", "0", "--help"),
        Invocation.of("help in short", "0", "-h"),
        Invocation.of("version", "0", "--version"),
        Invocation.of("arguments in a file", "0", "@" + in + "version.args"),
        Invocation.of("arguments in a file that is missing", "1", "@" + in + "none.args"),
        Invocation.of("unknown flag", "1", "--nonsense"),
        Invocation.of("unknown short flag", "1", "-x"),
        Invocation.of("surplus argument", "1", "surplus"),
        Invocation.of("flag without its value", "1", "--log.level"),
        Invocation.of("switch with a value", "1", "--web.enable-lifecycle=true"),
        Invocation.of("flag given twice", "2", "--log.level=info", "--log.level=warn"),
        Invocation.of("bad duration", "2", "--web.read-timeout=fast"),
        Invocation.of("bad number", "2", "--web.max-connections=many"),
        Invocation.of("bad word", "2", "--log.level=loud"),
        Invocation.of("bad external URL", "2", "--web.external-url='http://quoted'"),
        Invocation.of("bad regular expression", "2", "--web.cors.origin=("),
        Invocation.of("address without port", "2", "--web.listen-address=localhost"),
        Invocation.of("address with too many colons", "2", "--web.listen-address=::1:9090"),
        Invocation.of("missing configuration", "2", "--config.file=" + in + "none.yml"),
        Invocation.of("folder as configuration", "2", "--config.file=" + in),
        Invocation.of("unknown field", "2", "--config.file=" + in + "unknown-field.yml"),
        Invocation.of("configuration that is no YAML", "2", "--config.file=" + in + "no-yaml.yml"),
        Invocation.of("rules in agent mode", "2", "--config.file=" + in + "rules.yml"),
        Invocation.of("server-only flag", "3", "--storage.tsdb.path=" + in + "tsdb"),
        Invocation.of("two server-only flags", "3", "--query.timeout=1m", "--query.max-samples=1"),
        Invocation.of("agent-only flag in server mode", "3", "--storage.agent.path=" + in + "d")
            .asServer()
            .butOurs(RUNS, "a flag for agent mode, without `--agent`"),
        Invocation.of("segment size out of range", "1", "--storage.agent.wal-segment-size=1MB"),
        Invocation.of(
            "address in use", "1", "--web.listen-address=127.0.0.1:" + taken.getLocalPort()),
        Invocation.of("port out of range", "1", "--web.listen-address=127.0.0.1:99999"),
        Invocation.of("missing web configuration", "1", "--web.config.file=" + in + "none.yml"),
        Invocation.of(
            "unknown field of the web configuration",
            "1",
            "--web.config.file=" + in + "web-unknown-field.yml"),
        Invocation.of(
            "missing certificate", "1", "--web.config.file=" + in + "web-no-certificate.yml"),
        Invocation.of(
            "password that is no hash", "1", "--web.config.file=" + in + "web-no-hash.yml"),
        Invocation.of("file as data folder", "1", "--storage.agent.path=" + in + "file"),
        Invocation.of(
            "first configuration cannot be applied",
            "1",
            "--config.file=" + in + "no-authority.yml"),
        Invocation.of(
            "job that cannot be set up", RUNS, "--config.file=" + in + "no-authority-for-job.yml"),
        Invocation.of("empty configuration", RUNS, "--config.file=" + in + "empty.yml"),
        Invocation.of("sound web configuration", RUNS, "--web.config.file=" + in + "web.yml"),
        Invocation.of("unknown feature", RUNS, "--enable-feature=no-such-thing"),
        Invocation.of("number with an exponent", RUNS, "--web.max-connections=1e2"));
  }

  @TestFactory
  Stream<DynamicTest> endsAsPrometheusDoes() {
    return invocations().stream()
        .map(invocation -> DynamicTest.dynamicTest(invocation.name(), () -> compare(invocation)));
  }

  private void compare(Invocation invocation) throws Exception {
    try (ChildProcess theirs = open("theirs", invocation);
        ChildProcess ours = open("ours", invocation)) {
      assertThat(end(theirs)).as(theirs::output).isEqualTo(invocation.theirs());
      assertThat(end(ours)).as(ours::output).isEqualTo(invocation.ours());
    }
    if (!invocation.theirs().equals(invocation.ours())) {
      assertThat(Files.readString(Path.of("../docs/compatibility.md")))
          .contains(invocation.documented());
    }
  }

  private ChildProcess open(String who, Invocation invocation) {
    return open(who, invocation, "--default-signal=INT,HUP");
  }

  /// `signals` is the option of `env` that says which are ignored.
  private ChildProcess open(String who, Invocation invocation, String signals) {
    int port = ChildProcess.freePort();
    List<String> arguments = arguments(who, port, invocation);
    Path log = directory.resolve(who + "-" + port + ".log");
    if (who.equals("ours")) {
      return ChildProcess.tributaryWith(log, port, signals, arguments);
    }
    if (invocation.isAgent()) {
      arguments.addFirst(ChildProcess.agentMode());
    }
    return ChildProcess.prometheusWith(log, port, signals, arguments);
  }

  /// What the invocation says, and what it leaves open.
  private List<String> arguments(String who, int port, Invocation invocation) {
    var arguments = new ArrayList<String>();
    var others = new ArrayList<>(List.of("--config.file=" + directory.resolve("good.yml")));
    others.add("--web.listen-address=127.0.0.1:" + port);
    if (invocation.isAgent()) {
      others.add("--storage.agent.path=" + directory.resolve(who + "-" + port));
    }
    for (String other : others) {
      String flag = other.substring(0, other.indexOf('=') + 1);
      if (invocation.arguments().stream().noneMatch(given -> given.startsWith(flag))) {
        arguments.add(other);
      }
    }
    arguments.addAll(invocation.arguments());
    return arguments;
  }

  /// The exit code, or that it runs.
  private static String end(ChildProcess process) throws Exception {
    Eventually.holds(
        PATIENCE, () -> !process.isAlive() || isReady(process), () -> "neither ready nor ended");
    if (!process.isAlive()) {
      return Integer.toString(process.awaitEnd(PATIENCE));
    }
    int code = process.terminate();
    return code == 0 ? RUNS : RUNS + ", and ends with " + code;
  }

  private static boolean isReady(ChildProcess process) throws Exception {
    return process.get("/-/ready").statusCode() == 200;
  }

  private interface Stop {
    void ask(ChildProcess process) throws Exception;
  }

  @TestFactory
  Stream<DynamicTest> endsWithZeroWhenItIsAskedTo() {
    return Stream.of(
        stop("SIGTERM", process -> process.signal("TERM")),
        stop("SIGINT", process -> process.signal("INT")),
        stop(
            "SIGINT twice",
            process -> {
              process.signal("INT");
              process.signal("INT");
            }),
        stop(
            "SIGHUP and SIGTERM",
            process -> {
              process.signal("HUP");
              process.signal("TERM");
            }),
        stop("POST /-/quit", process -> process.post("/-/quit")));
  }

  /// As `nohup` and scripts start it: with signals ignored that it must hear all the same.
  @TestFactory
  Stream<DynamicTest> hearsSignalsThatWereIgnored() {
    return Stream.of("theirs", "ours")
        .map(who ->
            DynamicTest.dynamicTest(
                who,
                () -> {
                  Path config =
                      Files.writeString(directory.resolve(who + "-reload.yml"), "global: {}\n");
                  var invocation = Invocation.of(who, "0", "--config.file=" + config);
                  try (ChildProcess process = open(who, invocation, "--ignore-signal=INT,HUP")) {
                    process.ready("/-/ready");
                    Files.writeString(config, "global: {scrape_interval: 7s}\n");
                    process.signal("HUP");
                    Eventually.holds(
                        PATIENCE,
                        () -> process.get("/api/v1/status/config").body().contains("7s"),
                        process::output);
                    process.signal("INT");
                    assertThat(process.awaitEnd(PATIENCE)).as(process::output).isZero();
                  }
                }));
  }

  private DynamicTest stop(String name, Stop stop) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var invocation = Invocation.of(name, "0", "--web.enable-lifecycle");
          try (ChildProcess theirs = open("theirs", invocation);
              ChildProcess ours = open("ours", invocation)) {
            for (ChildProcess process : List.of(theirs, ours)) {
              process.ready("/-/ready");
              stop.ask(process);
              assertThat(process.awaitEnd(PATIENCE)).as(process::output).isZero();
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> endsWithOneWhereAnotherHasTheDataFolder() {
    return Stream.of("theirs", "ours")
        .map(who ->
            DynamicTest.dynamicTest(
                who,
                () -> {
                  String folder = "--storage.agent.path=" + directory.resolve(who + "-shared");
                  var invocation = Invocation.of(who, "1", folder);
                  try (ChildProcess holder = open(who, invocation).ready("/-/ready");
                      ChildProcess second = open(who, invocation)) {
                    // Prometheus 2.42 takes no notice of another one.
                    assertThat(end(second))
                        .as(second::output)
                        .isIn(who.equals("ours") ? List.of("1") : List.of("1", RUNS));
                    assertThat(end(holder)).as(holder::output).isEqualTo(RUNS);
                  }
                }));
  }
}
