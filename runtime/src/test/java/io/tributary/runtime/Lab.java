package io.tributary.runtime;

import io.tributary.component.ArgumentsCodec;
import io.tributary.component.Body;
import io.tributary.component.Catalogue;
import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Ending;
import io.tributary.component.Exports;
import io.tributary.component.Stability;
import io.tributary.component.StopSignal;
import io.tributary.component.capsule.MetricsReceiver;
import io.tributary.component.capsule.Receiver;
import io.tributary.component.module.OwnModules;
import io.tributary.component.tap.Tap;
import io.tributary.river.printer.ValuePrinter;
import io.tributary.river.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Components for tests, and a record of what has happened to them.
final class Lab {
  private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();

  private final List<String> events = new ArrayList<>();
  private final Map<String, Probe> probes = new HashMap<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile @Nullable OwnModules owned;

  final Catalogue catalogue =
      Catalogue.of(
          probe("test.value", Kind.PLAIN),
          probe("test.exiting", Kind.EXITING),
          probe("test.crashing", Kind.CRASHING),
          probe("test.blocking", Kind.BLOCKING),
          probe("test.experimental", Kind.PLAIN).at(Stability.EXPERIMENTAL),
          probe("test.community", Kind.PLAIN).ofCommunity(),
          receiver(),
          owner());

  enum Kind {
    PLAIN,
    /// Its run ends by itself.
    EXITING,
    /// Its run throws.
    CRASHING,
    /// Its run does not end when it is told to.
    BLOCKING
  }

  /// `fail` makes it refuse its arguments.
  record Settings(Value input, boolean fail, List<Receiver> forwardTo) {}

  private static final ArgumentsCodec<Settings> CODEC =
      ArgumentsCodec.of(
          block ->
              new Settings(
                  block.attribute("input").value().orElseGet(Value::ofNull),
                  block.attribute("fail").bool(false),
                  block.attribute("forward_to").capsules(Receiver.class, "MetricsReceiver")),
          settings ->
              Body.builder()
                  .attr("input", settings.input())
                  .attr("fail", Value.of(settings.fail()))
                  .build());

  private ComponentDefinition<Settings> probe(String name, Kind kind) {
    return ComponentDefinition.of(
            name, CODEC, (context, settings) -> new Probe(this, kind, context, settings))
        .exporting(Exports.of("output", Value.ofNull()));
  }

  private ComponentDefinition<Boolean> receiver() {
    return ComponentDefinition.of(
        "test.receiver",
        ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
        (context, _) -> {
          var receiver = new MetricsReceiver(context.id().global(), _ -> {});
          context.publish(Exports.of("receiver", Value.of(receiver)));
          return new Component<Boolean>() {
            @Override
            public void update(Boolean arguments) {}
          };
        });
  }

  /// One that makes modules while it runs, as the test says.
  private ComponentDefinition<Boolean> owner() {
    return ComponentDefinition.of(
        "test.owner",
        ArgumentsCodec.of(_ -> true, _ -> Body.EMPTY),
        (context, _) -> {
          OwnModules modules = context.modules();
          return new Component<Boolean>() {
            @Override
            public void update(Boolean arguments) {}

            @Override
            public void run(StopSignal stop) throws InterruptedException {
              owned = modules;
              add("start " + context.id().global());
              stop.await();
            }
          };
        });
  }

  /// The modules of the component `test.owner` that runs.
  OwnModules owned() {
    OwnModules modules = owned;
    if (modules == null) {
      throw new AssertionError("no test.owner runs");
    }
    return modules;
  }

  /// A component that shows its input as its output.
  static final class Probe implements Component<Settings> {
    private final Lab lab;
    private final Kind kind;
    private final ComponentContext context;
    final Tap tap;

    /// Why its run ended.
    volatile boolean wasRemoved;

    volatile Ending ending = Ending.STOP;

    Probe(Lab lab, Kind kind, ComponentContext context, Settings settings) {
      this.lab = lab;
      this.kind = kind;
      this.context = context;
      this.tap = context.tap();
      lab.add("build", context, settings);
      take(settings);
      synchronized (lab) {
        lab.probes.put(context.id().global(), this);
      }
    }

    @Override
    public void update(Settings settings) {
      lab.add("update", context, settings);
      take(settings);
    }

    private void take(Settings settings) {
      if (settings.fail()) {
        throw new IllegalArgumentException("told to fail");
      }
      show(settings.input());
    }

    void show(Value output) {
      context.publish(Exports.of("output", output));
    }

    @Override
    public void run(StopSignal stop) throws Exception {
      lab.add("start " + context.id().global());
      try {
        switch (kind) {
          case PLAIN -> stop.await();
          case EXITING -> {}
          case CRASHING -> throw new IllegalStateException("crashed");
          case BLOCKING -> lab.release.await();
        }
      } finally {
        wasRemoved = stop.isRemoval();
        ending = stop.ending();
        lab.add("stop " + context.id().global());
      }
    }

    @Override
    public void close() {
      lab.add("close " + context.id().global());
    }
  }

  private void add(String verb, ComponentContext context, Settings settings) {
    add(verb + " " + context.id().global() + " " + text(settings.input()));
  }

  static String text(Value value) {
    return ValuePrinter.print(value);
  }

  private synchronized void add(String event) {
    events.add(event);
    notifyAll();
  }

  /// Lets blocking components end.
  void release() {
    release.countDown();
  }

  synchronized Probe probe(String id) {
    Probe probe = probes.get(id);
    if (probe == null) {
      throw new AssertionError("no component " + id + " in " + probes.keySet());
    }
    return probe;
  }

  /// What has happened since the last call.
  synchronized List<String> take() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /// What has happened, of one kind.
  synchronized List<String> events(String verb) {
    return events.stream().filter(event -> event.startsWith(verb + " ")).toList();
  }

  /// Waits for an event.
  void await(String event) throws InterruptedException {
    await(all -> all.contains(event));
  }

  synchronized void await(Predicate<List<String>> condition) throws InterruptedException {
    long end = System.nanoTime() + MOST_NANOS;
    while (!condition.test(List.copyOf(events))) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("did not happen; there were " + events);
      }
      wait(left / 1_000_000 + 1);
    }
  }
}
