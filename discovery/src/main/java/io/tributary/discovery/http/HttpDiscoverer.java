package io.tributary.discovery.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.tributary.discovery.Discoverer;
import io.tributary.discovery.DiscoveryLimits;
import io.tributary.discovery.PollingDiscoverer;
import io.tributary.discovery.TargetGroup;
import io.tributary.discovery.groups.JsonGroups;
import io.tributary.model.labels.Labels;
import io.tributary.model.regex.Regex;
import io.tributary.net.client.HttpCall;
import io.tributary.net.client.HttpCaller;
import io.tributary.net.client.HttpResponse;
import io.tributary.net.client.Urls;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;

/// Asks an HTTP endpoint for targets. The answer is a complete list: groups that are no longer in
/// it are published as empty. Any failure keeps the targets that are known.
///
/// Source: prometheus/prometheus `discovery/http/http.go`.
public final class HttpDiscoverer {
  private static final String URL_LABEL = "__meta_url";
  private static final Regex JSON =
      Regex.compile("(?i:application/json(;\\s*charset=(\"utf-8\"|utf-8))?)");

  private final HttpDiscoverySettings settings;
  private final HttpCall call;
  private final HttpCaller caller;
  private final DiscoveryLimits limits;
  private final Counter failures;

  /// Groups in the last answer; touched by the polling thread only.
  private int groupCount;

  private HttpDiscoverer(
      HttpDiscoverySettings settings,
      HttpCall call,
      HttpCaller caller,
      DiscoveryLimits limits,
      Counter failures) {
    this.settings = settings;
    this.call = call;
    this.caller = caller;
    this.limits = limits;
    this.failures = failures;
  }

  /// A discoverer that owns `caller` and counts failures in `failures`.
  public static Discoverer create(
      HttpDiscoverySettings settings,
      HttpCaller caller,
      DiscoveryLimits limits,
      PollingDiscoverer.Context context,
      Counter failures)
      throws IOException {
    var discoverer = new HttpDiscoverer(settings, call(settings, limits), caller, limits, failures);
    return new PollingDiscoverer(
        context, settings.refreshInterval(), _ -> discoverer.refresh(), caller::close);
  }

  private static HttpCall call(HttpDiscoverySettings settings, DiscoveryLimits limits)
      throws IOException {
    try {
      return HttpCall.get(new URI(settings.url()))
          .withHeader("Accept", "application/json")
          .withHeader("X-Prometheus-Refresh-Interval-Seconds", seconds(settings))
          .withTimeout(settings.refreshInterval())
          .withMaxBodyBytes(limits.maxBodyBytes());
    } catch (URISyntaxException e) {
      throw new IOException("not a URL: " + e.getReason());
    }
  }

  /// Without an exponent and without zeros at the end.
  private static String seconds(HttpDiscoverySettings settings) {
    return BigDecimal.valueOf(settings.refreshInterval().toNanos(), 9)
        .stripTrailingZeros()
        .toPlainString();
  }

  private List<TargetGroup> refresh() throws IOException, InterruptedException {
    try {
      var groups = new ArrayList<>(ask());
      int count = groups.size();
      for (int i = count; i < groupCount; i++) {
        groups.add(new TargetGroup(settings.written() + ":" + i, List.of(), Labels.EMPTY));
      }
      groupCount = count;
      return groups;
    } catch (IOException e) {
      failures.inc();
      throw e;
    }
  }

  private List<TargetGroup> ask() throws IOException, InterruptedException {
    HttpResponse response = caller.call(call);
    if (response.status() != 200) {
      throw new IOException("server returned HTTP status " + response.status() + from());
    }
    String contentType = response.headers().first("Content-Type");
    String type = contentType == null ? "" : contentType.strip();
    if (!JSON.matches(type)) {
      throw new IOException("unsupported content type \"" + type + "\"" + from());
    }
    return JsonGroups.read(response.body(), settings.written(), URL_LABEL, limits.maxTargets());
  }

  private String from() {
    return " from " + Urls.brief(call.url());
  }
}
