package io.tributary.bench.graph;

import io.tributary.agent.process.Agent;
import io.tributary.agent.process.GraphSettings;
import io.tributary.agent.process.GraphWork;
import io.tributary.agent.process.RiverConfiguration;
import io.tributary.base.time.Clock;
import io.tributary.runtime.LoadMode;
import io.tributary.runtime.LoadResult;
import io.tributary.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// An agent in this process that runs the files of a folder.
final class Host implements AutoCloseable {
  private final Agent<GraphWork> agent;
  private final AtomicReference<LoadResult> first = new AtomicReference<>();

  Host(Path configuration, Path data, Clock clock) throws IOException {
    agent =
        GraphWork.agent(
            new GraphSettings(
                new RiverConfiguration(configuration),
                RuntimeSettings.in(data).with(LoadMode.LENIENT),
                "127.0.0.1:0",
                "",
                "bench",
                Duration.ofSeconds(1),
                Map.of()),
            (_, result) -> first.set(result),
            clock);
    agent
        .start(_ -> {})
        .ifPresent(failure -> {
          throw new IllegalStateException(failure);
        });
  }

  LoadResult first() {
    return first.get();
  }

  GraphWork work() {
    return agent.work();
  }

  @Override
  public void close() {
    agent.close();
  }
}
