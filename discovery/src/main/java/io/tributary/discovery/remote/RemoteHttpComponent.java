package io.tributary.discovery.remote;

import io.tributary.component.Component;
import io.tributary.component.ComponentContext;
import io.tributary.component.ComponentDefinition;
import io.tributary.component.Exports;
import io.tributary.component.Health;
import io.tributary.component.Rounds;
import io.tributary.component.StopSignal;
import io.tributary.discovery.client.ComponentClients;
import io.tributary.discovery.client.RequestCalls;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpClientSettings;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.http.HttpStatus;
import io.tributary.river.value.OptionalSecret;
import io.tributary.river.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// `remote.http`: what an endpoint answers, without white space around it, for as long as it does;
/// then what it last answered.
///
/// It is asked before the component counts as built, so that whoever refers to it never sees
/// nothing. Later changes of the arguments are asked about by the run, and wait for nobody.
///
/// Source: grafana/alloy `internal/component/remote/http`.
public final class RemoteHttpComponent implements Component<RemoteHttpArguments> {
  private static final int OK = 200;

  private final ComponentContext context;
  private final ComponentClients clients;
  private final Rounds rounds;

  /// What is in force. The one who replaces it closes the caller.
  private volatile Client client;

  private volatile Health health;

  private record Client(RemoteHttpArguments arguments, HttpCaller caller) {}

  private RemoteHttpComponent(ComponentContext context, RemoteHttpArguments first)
      throws IOException, InterruptedException {
    this.context = context;
    clients = context.service(ComponentClients.class);
    rounds = new Rounds(context.clock());
    client = new Client(first, open(first.client()));
    health = Health.unknown("component started", now());
    try {
      poll(client);
    } catch (IOException | RuntimeException | InterruptedException e) {
      client.caller().close();
      throw e;
    }
  }

  public static ComponentDefinition<?> definition() {
    return ComponentDefinition.of(
            "remote.http", RemoteHttpArguments.CODEC, RemoteHttpComponent::new)
        .exporting(content(OptionalSecret.of("", false)));
  }

  private HttpCaller open(HttpClientSettings settings) throws IOException {
    return clients.open(context.id(), settings);
  }

  @Override
  public void update(RemoteHttpArguments next) throws IOException {
    Client before = client;
    boolean isSameClient = next.client().equals(before.arguments().client());
    client = new Client(next, isSameClient ? before.caller() : open(next.client()));
    if (!isSameClient) {
      before.caller().close();
    }
    rounds.ask();
  }

  @Override
  public void run(StopSignal stop) throws InterruptedException {
    Duration frequency = client.arguments().request().frequency();
    rounds.run(stop, frequency, this::round);
  }

  private Duration round() throws InterruptedException {
    Client now = client;
    try {
      poll(now);
    } catch (IOException | RuntimeException e) {
      if (now == client) { // Otherwise it may have been closed under the call.
        failed(String.valueOf(e.getMessage()));
      }
    }
    return now.arguments().request().frequency();
  }

  private void failed(String reason) {
    if (health.isHealthy()) {
      context.logger().atError().addKeyValue("err", reason).log("failed to poll endpoint");
    }
    health = Health.unhealthy("polling failed: " + reason, now());
  }

  /// Asks once, and shows the answer unless the arguments are others by then.
  private void poll(Client now) throws IOException, InterruptedException {
    HttpResponse response = now.caller().call(RequestCalls.of(now.arguments().request()));
    if (response.status() != OK) {
      throw new IOException("unexpected status code " + HttpStatus.describe(response.status()));
    }
    if (now == client) {
      String text = response.text().strip();
      context.publish(content(OptionalSecret.of(text, now.arguments().isSecret())));
      health = Health.healthy("polled endpoint", now());
    }
  }

  private static Exports content(OptionalSecret content) {
    return Exports.of("content", Value.of(content));
  }

  @Override
  public void close() {
    client.caller().close();
  }

  private Instant now() {
    return Instant.ofEpochMilli(context.clock().wallMs());
  }

  @Override
  public Optional<Health> health() {
    return Optional.of(health);
  }
}
