package io.tributary.agent.web;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tributary.base.time.Clock;
import io.tributary.net.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/// What the agent wants its operators to know now: starting, stopping, a reload that failed.
///
/// A text is active at most once. Subscribers hear of every change; one that does not keep up loses
/// changes, which is counted. Thread-safe: guarded by `this`.
///
/// Source: prometheus `util/notifications/notifications.go`.
public final class Notifications {
  public static final String RELOAD_FAILED = "Configuration reload has failed.";
  public static final String STARTING = "Tributary is starting and opening its log.";
  public static final String STOPPING =
      "Tributary is shutting down and gracefully stopping all operations.";

  private static final int SUBSCRIBER_QUEUE = 10;

  /// How often a quiet stream says that it is alive, which also finds clients that have left.
  private static final long KEEP_ALIVE_SECONDS = 15;

  private record Notification(String text, long sinceMs, boolean isActive) {
    void writeTo(JsonGenerator json) {
      json.writeStartObject();
      json.writeStringProperty("text", text);
      json.writeStringProperty("date", Json.time(sinceMs));
      json.writeBooleanProperty("active", isActive);
      json.writeEndObject();
    }
  }

  private final Clock clock;
  private final int maxSubscribers;
  private final Map<String, Notification> active = new LinkedHashMap<>();
  private final List<BlockingQueue<Notification>> subscribers = new ArrayList<>();
  private final Gauge subscriberCount;
  private final Counter sent;
  private final Counter dropped;
  private volatile boolean isClosed;

  public Notifications(Clock clock, int maxSubscribers, PrometheusRegistry registry) {
    this.clock = clock;
    this.maxSubscribers = maxSubscribers;
    subscriberCount =
        Gauge.builder()
            .name("prometheus_api_notification_active_subscribers")
            .help("Clients that follow the live notifications now.")
            .register(registry);
    sent =
        Counter.builder()
            .name("prometheus_api_notification_updates_sent_total")
            .help("Changes handed to followers of the live notifications.")
            .register(registry);
    dropped =
        Counter.builder()
            .name("prometheus_api_notification_updates_dropped_total")
            .help("Changes that a follower of the live notifications was too slow for.")
            .register(registry);
  }

  public synchronized void add(String text) {
    if (!active.containsKey(text)) {
      var notification = new Notification(text, clock.wallMs(), true);
      active.put(text, notification);
      tell(notification);
    }
  }

  public synchronized void remove(String text) {
    Notification old = active.remove(text);
    if (old != null) {
      tell(new Notification(text, old.sinceMs(), false));
    }
  }

  /// Ends all live streams.
  public void close() {
    isClosed = true;
  }

  private void tell(Notification change) {
    for (BlockingQueue<Notification> subscriber : subscribers) {
      (subscriber.offer(change) ? sent : dropped).inc();
    }
  }

  synchronized Json.Data list() {
    List<Notification> now = List.copyOf(active.values());
    return json -> {
      json.writeStartArray();
      now.forEach(notification -> notification.writeTo(json));
      json.writeEndArray();
    };
  }

  /// A stream of server-sent events, the active ones first; 204 when there are enough followers.
  Response live() {
    BlockingQueue<Notification> queue = subscribe();
    if (queue == null) {
      return Response.empty(204);
    }
    return Response.streamed(
            200,
            "text/event-stream",
            out -> {
              try {
                out.flush();
                while (!isClosed) {
                  Notification next = queue.poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
                  out.write(event(next));
                  out.flush();
                }
              } finally {
                unsubscribe(queue);
              }
            })
        .withHeader("Cache-Control", "no-cache");
  }

  private static byte[] event(@org.jspecify.annotations.Nullable Notification next) {
    if (next == null) {
      return ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    }
    try {
      String json = new String(Json.document(next::writeTo), StandardCharsets.UTF_8);
      return ("data: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    } catch (ApiError e) {
      throw new IllegalStateException("BUG: writing a notification cannot fail", e);
    }
  }

  private synchronized @org.jspecify.annotations.Nullable BlockingQueue<Notification> subscribe() {
    if (subscribers.size() >= maxSubscribers) {
      return null;
    }
    var queue = new ArrayBlockingQueue<Notification>(SUBSCRIBER_QUEUE);
    active.values().forEach(queue::offer);
    subscribers.add(queue);
    subscriberCount.set(subscribers.size());
    return queue;
  }

  private synchronized void unsubscribe(BlockingQueue<Notification> queue) {
    subscribers.remove(queue);
    subscriberCount.set(subscribers.size());
  }
}
