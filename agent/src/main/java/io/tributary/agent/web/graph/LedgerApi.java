package io.tributary.agent.web.graph;

import io.tributary.agent.web.ApiError;
import io.tributary.agent.web.Json;
import io.tributary.base.time.Clock;
import io.tributary.metrics.component.SendsSamples;
import io.tributary.metrics.component.SendsSamples.Account;
import io.tributary.net.server.Response;
import io.tributary.runtime.GraphRuntime;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import tools.jackson.core.JsonGenerator;

/// `/api/v0/web/ledger`: what became of the samples of every destination, and when it will have
/// caught up.
final class LedgerApi {
  /// A destination is behind when its oldest record waits for longer than a batch may.
  private static final long BEHIND_SECONDS = 30;

  private final GraphRuntime graph;
  private final SampleRates rates;

  LedgerApi(GraphRuntime graph, Clock clock) {
    this.graph = graph;
    this.rates = new SampleRates(clock);
  }

  Response list() throws ApiError {
    SortedMap<String, SendsSamples> senders = graph.capable(SendsSamples.class);
    var known = new HashSet<String>();
    byte[] document =
        Json.document(json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("destinations");
          senders.forEach((id, sender) ->
              sender.accounts().forEach(account -> write(json, id, account, known)));
          json.writeEndArray();
          json.writeEndObject();
        });
    rates.retain(known);
    return Response.json(200, document);
  }

  private void write(JsonGenerator json, String id, Account account, Set<String> known) {
    var status = account.status();
    var ledger = status.ledger();
    String key = id + "\0" + status.name();
    known.add(key);
    long gone = ledger.delivered() + ledger.dropped();
    SampleRates.Rate rate = rates.rate(key, ledger.accepted(), gone);
    double drain = rate.out() - rate.in();
    json.writeStartObject();
    json.writeStringProperty("component", id);
    json.writeStringProperty("name", status.name());
    json.writeStringProperty("url", account.url());
    json.writeNumberProperty("accepted", ledger.accepted());
    json.writeNumberProperty("delivered", ledger.delivered());
    json.writeNumberProperty("queued", ledger.queued());
    json.writeObjectPropertyStart("dropped");
    ledger.droppedByReason().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeNumberProperty("backlogBytes", account.backlogBytes());
    if (account.budgetBytes().isPresent()) {
      json.writeNumberProperty("budgetBytes", account.budgetBytes().getAsLong());
    } else {
      json.writeNullProperty("budgetBytes");
    }
    json.writeNumberProperty("inRate", rate.in());
    json.writeNumberProperty("outRate", rate.out());
    if (drain > 0 && ledger.queued() > 0) {
      json.writeNumberProperty("drainSeconds", ledger.queued() / drain);
    } else {
      json.writeNullProperty("drainSeconds");
    }
    json.writeNumberProperty("oldestUnsentSeconds", account.oldestUnsent().toMillis() / 1e3);
    json.writeStringProperty("lastError", status.lastError());
    if (status.lastErrorMs() > 0) {
      json.writeStringProperty("lastErrorTime", Json.time(status.lastErrorMs()));
    } else {
      json.writeNullProperty("lastErrorTime");
    }
    json.writeStringProperty("state", state(account));
    json.writeEndObject();
  }

  private static String state(Account account) {
    if (account.status().isParked()) {
      return "off";
    }
    if (!account.status().lastError().isEmpty()) {
      return "retrying";
    }
    return account.oldestUnsent().toSeconds() > BEHIND_SECONDS ? "behind" : "ok";
  }
}
