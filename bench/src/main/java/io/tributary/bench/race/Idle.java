package io.tributary.bench.race;

import io.tributary.bench.agents.Agent;
import io.tributary.bench.agents.Course;
import io.tributary.bench.agents.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// An agent with nothing to do: no target, and a destination that nobody listens at.
final class Idle {
  private static final Duration SETTLING = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// @param readyMs from the start until it said that it is ready
  record Result(String agent, long residentBytes, long proportionalBytes, long readyMs) {}

  private Idle() {}

  static Result run(Agent agent, Path program, Path folder)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    agent.version(program); // builds a checkout that is out of date
    int port = Running.freePort();
    var nowhere = "http://127.0.0.1:" + Running.freePort() + "/api/v1/write";
    var course = Course.parse("similar-1x100@15s", true, 1);
    var command = agent.command(program, folder, course, List.of(), nowhere, port);
    try (var running =
        Running.start(command, folder.resolve("agent.log"), port, agent.readyPath())) {
      long readyMs = running.readyAfterMs(PATIENCE);
      Thread.sleep(SETTLING);
      var result =
          new Result(
              agent.label(), running.usage().residentBytes(), running.proportionalBytes(), readyMs);
      running.terminate();
      return result;
    }
  }
}
